import { type BetterAuthPlugin, betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError, createAuthEndpoint, createAuthMiddleware } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { readSettings, type Settings } from '../platform/env.ts';
import { logger } from '../platform/logger.ts';
import { tokenHash } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';
import { CLIENT_ADDRESS_HEADER } from './client-address.ts';
import { admitProviderUser, oidcPlugins } from './oidc.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './schema.ts';

/** A session ends this long after its sign-in, whatever it was used for. */
export const SESSION_SECONDS = 30 * 24 * 3600;

export type Authentication = ReturnType<typeof createAuthentication>;

const opened = new WeakMap<Stores, Authentication>();

/** The one better-auth instance on these stores, set up by the environment at its first use. */
export function authenticationOf(stores: Stores): Authentication {
  const found = opened.get(stores) ?? createAuthentication(stores, readSettings());
  opened.set(stores, found);
  return found;
}

/** Name of the session cookie: bound to this very host, and to https, wherever the public address is https. */
export function sessionCookieName(publicUrl: string): string {
  return `${cookiePrefix(publicUrl)}.session_token`;
}

function cookiePrefix(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-faultline' : 'faultline';
}

/**
 * better-auth on the control plane. It knows passwords, the cookie, its signature and the sign-in through a
 * provider; who is admitted, how often one may try and how long a session may idle is decided in this domain.
 */
export function createAuthentication(stores: Stores, settings: Settings) {
  return betterAuth({
    appName: 'Faultline',
    baseURL: settings.publicUrl,
    basePath: '/api/auth',
    trustedOrigins: [settings.publicUrl],
    secret: tokenHash(stores.serverSecret, 'better-auth', 'secret'),
    database: prismaAdapter(stores.controlPlane.prisma, { provider: 'postgresql' }),
    telemetry: { enabled: false },
    // Tries are counted by lib/auth/sign-in-throttle.ts: for each account and network, and never by a header of the client's.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    user: {
      additionalFields: { isLocalOwner: { type: 'boolean', input: false, defaultValue: false } },
      validateUserInfo: ({ user, source }) => admitProviderUser(stores, user, source),
    },
    advanced: {
      database: { generateId: () => uuidv7() },
      useSecureCookies: false, // better-auth would put __Secure- before the name
      cookiePrefix: cookiePrefix(settings.publicUrl),
      defaultCookieAttributes: {
        httpOnly: true,
        sameSite: 'lax',
        path: '/',
        secure: settings.publicUrl.startsWith('https:'),
      },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    onAPIError: { errorURL: `${settings.publicUrl}/sign-in` },
    logger: { log: logQuietly },
    hooks: { after: createAuthMiddleware((ctx) => afterSignIn(stores, ctx)) },
    plugins: [sessionStarter, ...oidcPlugins(stores, settings)],
  });
}

/** Starts a session for an account that has shown in another way than by a password who it is. Not reachable by HTTP. */
const sessionStarter = {
  id: 'session-starter',
  endpoints: {
    startSession: createAuthEndpoint(
      { method: 'POST', requireHeaders: true, body: z.object({ userId: z.string(), method: z.string() }) },
      async (ctx) => {
        const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId);
        if (user === null) throw new APIError('UNAUTHORIZED');
        const session = await ctx.context.internalAdapter.createSession(user.id);
        await setSessionCookie(ctx, { session, user });
        return { started: true };
      },
    ),
  },
} satisfies BetterAuthPlugin;

interface AfterSignIn {
  path?: string | undefined;
  body?: unknown;
  context: Parameters<typeof setSessionCookie>[0]['context'];
  getSignedCookie: (name: string, secret: string) => Promise<string | null | undefined | false>;
}

/** Every sign-in gives a session of its own and ends the one that the browser came with. */
async function afterSignIn(stores: Stores, ctx: AfterSignIn): Promise<void> {
  const started = ctx.context.newSession;
  if (started === null) return;
  const { sessionToken } = ctx.context.authCookies;
  const before = await ctx.getSignedCookie(sessionToken.name, ctx.context.secret);
  if (before && before !== started.session.token) await ctx.context.internalAdapter.deleteSession(before);
  await stores.controlPlane.prisma.session.deleteMany({
    where: { userId: started.user.id, expiresAt: { lt: started.session.createdAt } },
  });
  await recordAuditEvent(stores.controlPlane.prisma, {
    action: 'sign_in',
    at: started.session.createdAt,
    actor: { kind: 'account', userId: started.user.id, name: started.user.name },
    subject: started.user.email,
    detail: { method: methodOf(ctx), address: started.session.ipAddress ?? null },
  });
}

function methodOf({ path, body }: AfterSignIn): string {
  if (path?.startsWith('/callback/')) return 'provider';
  const method = (body as { method?: unknown } | undefined)?.method;
  return typeof method === 'string' ? method : 'password';
}

/** Wrong passwords are daily bread, and their log would hold what people typed. */
function logQuietly(level: string, message: string): void {
  if (level === 'error') logger.warn({ source: 'better-auth' }, message);
  else logger.debug({ source: 'better-auth' }, message);
}
