import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { ProjectIdentity, Scope } from '../platform/context.ts';
import { logger } from '../platform/logger.ts';
import { randomToken, tokenHash } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';
import { scopeSchema } from './api-key-schema.ts';

export const ALL_SCOPES: readonly Scope[] = scopeSchema.options;

export interface KeyIdentity {
  keyId: string;
  name: string;
  scopes: Scope[];
  /** What this key alone may send; null: no limit of its own. */
  eventsPerMinute: number | null;
  expiresAt: Date | null;
  project: ProjectIdentity;
}

/** How long a looked-up key is believed; a revoked key works at most this much longer, in every process. */
export const CACHE_MS = 4_000;
/** `lastUsedAt` is right to a minute, so that requests do not cost a write each. */
const USED_EVERY_MS = 60_000;
const cache = new LRUCache<string, { identity: KeyIdentity | undefined; until: number }>({ max: 10_000 });

/**
 * The key that `secret` is, or undefined. It is looked up by its keyed hash, which nobody can steer, so that the
 * time this takes tells nothing of how much of a secret was right.
 */
export async function findApiKey(
  stores: Stores,
  secret: string,
  now: Date,
): Promise<KeyIdentity | undefined> {
  const hash = keyHash(stores, secret);
  const cached = cache.get(hash);
  if (cached === undefined || cached.until <= now.getTime()) {
    const identity = await lookUp(stores, hash, now);
    cache.set(hash, { identity, until: now.getTime() + CACHE_MS });
    return identity;
  }
  const { identity } = cached;
  return identity === undefined || isExpired(identity, now) ? undefined : identity;
}

/** The hash under which a key is stored. */
export function keyHash(stores: Pick<Stores, 'serverSecret'>, secret: string): string {
  return tokenHash(stores.serverSecret, 'api-key', secret);
}

async function lookUp(stores: Stores, hash: string, now: Date): Promise<KeyIdentity | undefined> {
  const { prisma } = stores.controlPlane;
  const key = await prisma.apiKey.findUnique({ where: { hash }, include: { project: true } });
  if (key === null || key.revokedAt !== null || key.project.deletingAt !== null) return undefined;
  if (isExpired(key, now)) return undefined;
  await noteUse(stores, key, now);
  return {
    keyId: key.id,
    name: key.name,
    scopes: z.array(scopeSchema).parse(key.scopes),
    eventsPerMinute: key.eventsPerMinute,
    expiresAt: key.expiresAt,
    project: key.project,
  };
}

/** That a key was used is no reason to refuse what it brings, should the note fail. */
async function noteUse(
  stores: Stores,
  key: { id: string; lastUsedAt: Date | null },
  now: Date,
): Promise<void> {
  const sinceMs = now.getTime() - (key.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY);
  if (sinceMs < USED_EVERY_MS) return;
  try {
    const { prisma } = stores.controlPlane;
    await prisma.apiKey.updateMany({ where: { id: key.id }, data: { lastUsedAt: now } });
  } catch (error) {
    logger.warn({ err: error, keyId: key.id }, 'the use of a key was not noted');
  }
}

function isExpired(key: { expiresAt: Date | null }, now: Date): boolean {
  return key.expiresAt !== null && key.expiresAt <= now;
}

const VISIBLE_BYTES = 4;

/** A new secret: a recognisable prefix, eight characters that lists show, then 256 random bits. */
export function newKeySecret(): string {
  return `flt_${randomBytes(VISIBLE_BYTES).toString('hex')}_${randomToken()}`;
}

/** What lists show of a key, so that people can tell which one it is. */
export function keyPrefix(secret: string): string {
  return /^flt_[0-9a-f]{8}(?=_.{43}$)/.exec(secret)?.[0] ?? secret.slice(0, 8);
}
