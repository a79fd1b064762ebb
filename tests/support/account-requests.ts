import { v7 as uuidv7 } from 'uuid';
import { CLIENT_ADDRESS_HEADER } from '#lib/auth/client-address.ts';
import { hashPassword, storePassword } from '#lib/auth/passwords.ts';
import { createSignInThrottle, replaceSignInThrottle } from '#lib/auth/sign-in-throttle.ts';
import type { Stores } from '#lib/platform/stores.ts';

export const ORIGIN = 'http://127.0.0.1:3000';
export const PASSWORD = 'correct horse battery staple';

// biome-ignore lint/suspicious/noExplicitAny: routes differ in the parameters they take
type Handler = (request: Request, next: { params: Promise<any> }) => Promise<Response>;

export interface Sent {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  cookie?: string;
  params?: Record<string, string>;
  query?: string;
  address?: string;
  /** Whether it comes from the command line, which sends no Origin. */
  isProgram?: boolean;
}

/** Calls a route as a browser on a page of this server would. */
export async function call(handler: Handler, sent: Sent = {}): Promise<Response> {
  const method = sent.method ?? (sent.body === undefined ? 'GET' : 'POST');
  const request = new Request(`${ORIGIN}/${sent.query ?? ''}`, {
    method,
    headers: {
      host: '127.0.0.1:3000',
      [CLIENT_ADDRESS_HEADER]: sent.address ?? '192.0.2.1',
      ...(method === 'GET' || sent.isProgram ? {} : { origin: ORIGIN }),
      ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(sent.cookie === undefined ? {} : { cookie: sent.cookie }),
      ...sent.headers,
    },
    ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
  });
  return handler(request, { params: Promise.resolve(sent.params ?? {}) });
}

/** An account with a password; its address is its own. */
export async function addAccount(
  stores: Stores,
  email = `a${uuidv7()}@example.org`,
): Promise<{ id: string; email: string }> {
  const id = uuidv7();
  const hash = await hashPassword(stores, PASSWORD);
  await stores.controlPlane.prisma.user.create({ data: { id, name: 'Ada', email } });
  await stores.controlPlane.prisma.$transaction((tx) => storePassword(tx, id, hash));
  return { id, email };
}

/** As after a quarter of an hour without a try. */
export function forgetTries(): void {
  replaceSignInThrottle(createSignInThrottle());
}
