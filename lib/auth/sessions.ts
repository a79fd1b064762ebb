import type { Prisma, Transaction } from '../platform/control-plane.ts';
import { readSettings } from '../platform/env.ts';
import type { Stores } from '../platform/stores.ts';
import { authenticationOf, sessionCookieName } from './authentication.ts';
import { isUnclaimed } from './local-owner.ts';
import { voidPasswordLinks } from './password-links.ts';

const IDLE_MS = 7 * 24 * 3600 * 1000;
const SEEN_EVERY_MS = 60_000;

/** Whoever holds a live session. */
export interface SignedInUser {
  id: string;
  name: string;
  email: string;
  /** Whoever runs the installation: owner of every project. */
  isLocalOwner: boolean;
  sessionId: string;
}

/**
 * Who the session cookie of these headers stands for: signed by this server, not ended, not over 30 days old, and
 * seen within the last seven. Undefined for everyone else.
 */
export async function currentUser(
  stores: Stores,
  headers: Headers,
  now: Date,
): Promise<SignedInUser | undefined> {
  if (!hasSessionCookie(headers)) return undefined;
  const found = await authenticationOf(stores).api.getSession({ headers });
  if (found === null) return undefined;
  const { session, user } = found;
  if (user.id === '' || user.id !== session.userId || session.expiresAt <= now) return undefined;
  const { prisma } = stores.controlPlane;
  const idleMs = now.getTime() - session.updatedAt.getTime();
  if (idleMs > IDLE_MS) {
    await prisma.session.deleteMany({ where: { id: session.id } });
    return undefined;
  }
  if (idleMs > SEEN_EVERY_MS)
    await prisma.session.updateMany({ where: { id: session.id }, data: { updatedAt: now } });
  const isLocalOwner = user.isLocalOwner === true;
  if (isLocalOwner && (await isUnclaimed(stores))) return undefined;
  return { id: user.id, name: user.name, email: user.email, isLocalOwner, sessionId: session.id };
}

/** Spares requests without the cookie, API keys above all, the way through better-auth. */
function hasSessionCookie(headers: Headers): boolean {
  return (headers.get('cookie') ?? '').includes(`${sessionCookieName(readSettings().publicUrl)}=`);
}

/**
 * Starts a session for an account that has shown who it is, and ends the one that the headers came with. The
 * answer is what to send as Set-Cookie; `method` is for the audit log.
 */
export async function startSession(
  stores: Stores,
  headers: Headers,
  userId: string,
  method: string,
): Promise<string[]> {
  const { api } = authenticationOf(stores);
  const answer = await api.startSession({ body: { userId, method }, headers, returnHeaders: true });
  return answer.headers.getSetCookie();
}

/**
 * Ends a user's sessions, on every device, and makes open password links worthless: called in the transaction that
 * changes the user's role, membership or password. `exceptSessionId` stays.
 */
export async function endSessionsOf(
  tx: Transaction | Prisma,
  userId: string,
  now: Date,
  { exceptSessionId }: { exceptSessionId?: string } = {},
): Promise<void> {
  await voidPasswordLinks(tx, userId, now);
  await tx.session.deleteMany({
    where: { userId, ...(exceptSessionId === undefined ? {} : { id: { not: exceptSessionId } }) },
  });
}

export interface SessionView {
  id: string;
  address: string;
  userAgent: string;
  startedAt: string;
  seenAt: string;
  isCurrent: boolean;
}

/** A user's live sessions, the one last seen first. */
export async function listSessions(stores: Stores, user: SignedInUser, now: Date): Promise<SessionView[]> {
  const rows = await stores.controlPlane.prisma.session.findMany({
    where: {
      userId: user.id,
      expiresAt: { gt: now },
      updatedAt: { gt: new Date(now.getTime() - IDLE_MS) },
    },
    orderBy: { updatedAt: 'desc' },
    take: 100,
  });
  return rows.map((row) => ({
    id: row.id,
    address: row.ipAddress ?? '',
    userAgent: (row.userAgent ?? '').slice(0, 300),
    startedAt: row.createdAt.toISOString(),
    seenAt: row.updatedAt.toISOString(),
    isCurrent: row.id === user.sessionId,
  }));
}

/** Ends every session of the user but the one that asks. */
export async function endOtherSessions(stores: Stores, user: SignedInUser): Promise<void> {
  await stores.controlPlane.prisma.session.deleteMany({
    where: { userId: user.id, id: { not: user.sessionId } },
  });
}
