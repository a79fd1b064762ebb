import { findApiKey } from '#lib/auth/api-keys.ts';
import { findProject, isSession, localOwnerOf, SESSION_COOKIE } from '#lib/auth/sessions.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { getStores } from '#lib/platform/stores.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Who asks, and in which project. An API key names both; a browser session names the person, and the
 * parameter `project` the project. Throws `unauthenticated`, `forbidden` or `not_found`.
 */
export async function requestContext(request: Request): Promise<Context> {
  const bearer = bearerOf(request);
  return bearer === undefined ? sessionContext(request) : keyContext(bearer);
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
  return { actor: { kind: 'key', keyId: key.keyId, scopes: key.scopes }, project: key.project, now, stores };
}

async function sessionContext(request: Request): Promise<Context> {
  const secret = cookieOf(request, SESSION_COOKIE);
  const now = () => new Date();
  if (secret === undefined || !(await isSession(getStores(), secret, now()))) {
    throw new AppError('unauthenticated', 'Send an API key (Authorization: Bearer <key>), or sign in.');
  }
  if (!SAFE_METHODS.has(request.method)) requireSameOrigin(request);
  const slug = new URL(request.url).searchParams.get('project') ?? 'default';
  return projectContext(slug);
}

/** The context of the signed-in owner in a project; the caller has checked the session. */
export async function projectContext(slug: string): Promise<Context> {
  const stores = getStores();
  const project = await findProject(stores, slug);
  if (project === undefined) throw notFound('The project');
  return { actor: await localOwnerOf(stores, project), project, now: () => new Date(), stores };
}

/** A browser sends Origin with every request that changes something; another site's is refused. */
export function requireSameOrigin(request: Request): void {
  const origin = request.headers.get('origin');
  const host = request.headers.get('host');
  const sameOrigin = origin !== null && URL.canParse(origin) && new URL(origin).host === host;
  if (!sameOrigin) throw new AppError('forbidden', 'This request did not come from a page of this server.');
}

export function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}
