import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIngest } from '#lib/ingest/http.ts';
import { readSettings } from '#lib/platform/env.ts';
import type { Stores } from '#lib/platform/stores.ts';
import type { Route } from '../../support/route-manifest.ts';
import { searchOf } from './permission-matrix-objects.ts';

export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

export interface Call {
  headers: Record<string, string>;
  slug: string;
  params?: Record<string, string>;
  body?: unknown;
  search?: string;
}

export interface Caller {
  call(route: Route, call: Call): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * Calls routes as the server would, without anything before them: no proxy.ts, no Next. Those of the ingest door
 * go through its own server.
 */
export async function openCaller(stores: Stores): Promise<Caller> {
  const ingest = await createIngest(stores);
  const server: Server = createServer((request, response) => {
    ingest.handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    call: async (route, call) => {
      const { handler } = route;
      const origin = handler === undefined ? `http://127.0.0.1:${port}` : readSettings().publicUrl;
      const request = requestOf(route, call, origin);
      const answer =
        handler === undefined
          ? await fetch(request)
          : await handler(request, { params: Promise.resolve(call.params ?? {}) });
      return { status: answer.status, text: await answer.text(), headers: answer.headers };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await ingest.drain();
    },
  };
}

function requestOf(
  { method, path }: Route,
  { headers, slug, params = {}, body, search = '' }: Call,
  origin: string,
) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const needed = new URLSearchParams({ project: slug, ...searchOf({ method, path }) });
  return new Request(`${origin}${filled}?${needed}${search}`, {
    method,
    headers: {
      origin: readSettings().publicUrl,
      host: new URL(readSettings().publicUrl).host,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
