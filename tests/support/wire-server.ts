import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request was: enough to check what went over the wire. */
export interface WireRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

/** How the server misbehaves at a request instead of answering it. */
export type WireFault =
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }
  /** Takes the request and never answers. */
  | { kind: 'silence' }
  /** Closes the connection without an answer. */
  | { kind: 'hang_up' }
  /** Streams this many pieces and closes the connection; for whoever streams. */
  | { kind: 'cut_stream'; pieces: number }
  /** Answers with vectors of this length. */
  | { kind: 'dimension'; dimensions: number }
  /** Answers 200 with this body instead of its own. */
  | { kind: 'body'; body: string };

export interface WireServer {
  /** Without a slash at the end. */
  url: string;
  requests: WireRequest[];
  /** The next requests, in order, meet these faults; those after them are answered again. */
  failNext(...faults: WireFault[]): void;
  /** Every request meets this fault until it is taken back with undefined. */
  failAlways(fault: WireFault | undefined): void;
  /** Each answer waits this long. */
  delayMs: number;
  close(): Promise<void>;
}

export type WireAnswer = (
  request: WireRequest,
  response: ServerResponse,
  fault: WireFault | undefined,
) => Promise<void> | void;

/** A server on loopback that records what it is asked; what it answers is the caller's. */
export async function startWireServer(answer: WireAnswer): Promise<WireServer> {
  const next: WireFault[] = [];
  let always: WireFault | undefined;
  const server = createServer((incoming, response) => {
    void (async () => {
      const request = await readRequest(incoming);
      wire.requests.push(request);
      const fault = next.shift() ?? always;
      if (wire.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, wire.delayMs));
      if (!misbehaves(response, fault)) await answer(request, response, fault);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const wire: WireServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    failNext: (...faults) => void next.push(...faults),
    failAlways: (fault) => {
      always = fault;
    },
    delayMs: 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return wire;
}

/** Whether the fault was the whole answer. */
function misbehaves(response: ServerResponse, fault: WireFault | undefined): boolean {
  switch (fault?.kind) {
    case 'silence':
      return true;
    case 'hang_up':
      response.destroy();
      return true;
    case 'status':
      send(response, fault.status, fault.body ?? {}, fault.headers);
      return true;
    case 'body':
      response.writeHead(200, { 'content-type': 'application/json' }).end(fault.body);
      return true;
    default:
      return false;
  }
}

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}
