import { findApiKey } from '#lib/auth/api-keys.ts';
import { CLIENT_ADDRESS_HEADER } from '#lib/auth/client-address.ts';
import type { Access } from '#lib/auth/permissions.ts';
import { enterProject } from '#lib/auth/project-access.ts';
import { isOwnOrigin } from '#lib/auth/public-address.ts';
import { currentUser, type SignedInUser } from '#lib/auth/sessions.ts';
import type { Context } from '#lib/platform/context.ts';
import { readSettings } from '#lib/platform/env.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { getStores, type Stores } from '#lib/platform/stores.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a route outside of any project gets. */
export interface PublicContext {
  stores: Stores;
  now: () => Date;
  headers: Headers;
  /** The client's IP address, or `unknown`. */
  address: string;
  /** Who is signed in, if anyone. */
  whoAsks: () => Promise<SignedInUser | undefined>;
}

/** What a route gets that is for whoever is signed in, in no project. */
export interface AccountContext extends PublicContext {
  user: SignedInUser;
}

export type ContextOf<A extends Access> = A extends 'public'
  ? PublicContext
  : A extends 'account'
    ? AccountContext
    : Context;

/**
 * Who asks, and in which project. An API key names both; a browser session names the person, and the
 * parameter `project` the project. Throws `unauthenticated`, `forbidden` or `not_found`.
 */
export async function requestContext(request: Request): Promise<Context> {
  const bearer = bearerOf(request);
  if (bearer !== undefined) return keyContext(bearer);
  const { user } = await accountContext(request);
  const slug = new URL(request.url).searchParams.get('project') ?? 'default';
  return projectContext(slug, user);
}

/** Throws `unauthenticated` unless a session comes with the request; a key is nobody's account. */
export async function accountContext(request: Request): Promise<AccountContext> {
  const context = openContext(request);
  const user = await context.whoAsks();
  if (user === undefined)
    throw new AppError('unauthenticated', 'Send an API key (Authorization: Bearer <key>), or sign in.');
  requireSameOriginToChange(request);
  return { ...context, user };
}

/** For whoever asks. Pages of other sites cannot make a browser change anything here either, such as sign it in. */
export async function publicContext(request: Request): Promise<PublicContext> {
  const context = openContext(request);
  if (!isFromProgram(request.headers)) requireSameOriginToChange(request);
  return context;
}

function openContext({ headers }: Request): PublicContext {
  const stores = getStores();
  const now = () => new Date();
  return {
    stores,
    now,
    headers,
    address: headers.get(CLIENT_ADDRESS_HEADER) ?? 'unknown',
    whoAsks: () => currentUser(stores, headers, now()),
  };
}

function bearerOf(request: Request): string | undefined {
  const header = request.headers.get('authorization');
  if (header === null) return undefined;
  const match = /^Bearer +(\S+)$/i.exec(header);
  if (match?.[1] === undefined)
    throw new AppError('unauthenticated', 'Authorization must be: Bearer <API key>.');
  return match[1];
}

async function keyContext(secret: string): Promise<Context> {
  const stores = getStores();
  const now = () => new Date();
  const key = await findApiKey(stores, secret, now());
  if (key === undefined)
    throw new AppError('unauthenticated', 'This API key is unknown, expired or revoked.');
  return {
    actor: { kind: 'key', keyId: key.keyId, name: key.name, scopes: key.scopes },
    project: key.project,
    now,
    stores,
  };
}

/** The user's context in a project. One that is missing, being deleted or not the user's is the same `not_found`. */
export async function projectContext(slug: string, user: SignedInUser): Promise<Context> {
  const stores = getStores();
  const entered = await enterProject(stores, slug, user);
  if (entered === undefined) throw notFound('The project');
  return { ...entered, now: () => new Date(), stores };
}

/** The command line shows a proof of its own; browsers send Origin with whatever a page makes them send. */
function isFromProgram(headers: Headers): boolean {
  return !headers.has('origin') && /^Bearer /i.test(headers.get('authorization') ?? '');
}

/** A browser sends Origin with every request that changes something; another site's, and none, is refused. */
function requireSameOriginToChange(request: Request): void {
  if (SAFE_METHODS.has(request.method) || isOwnOrigin(readSettings(), request.headers)) return;
  throw new AppError('forbidden', 'This request did not come from a page of this server.');
}
