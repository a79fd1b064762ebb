import { z } from 'zod';
import type { ProjectIdentity, Scope } from '../platform/context.ts';
import { randomToken, tokenHash } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';

const scopeSchema = z.enum(['ingest', 'read', 'label', 'export']);
export const ALL_SCOPES: readonly Scope[] = scopeSchema.options;

export interface KeyIdentity {
  keyId: string;
  scopes: Scope[];
  project: ProjectIdentity;
}

/** How long a looked-up key is believed; a revoked key works at most this much longer. */
const CACHE_MS = 4_000;
const cache = new Map<string, { identity: KeyIdentity | undefined; until: number }>();

/** The key that `secret` is, or undefined. Comparison is by keyed hash, so timing tells nothing of the secret. */
export async function findApiKey(
  stores: Stores,
  secret: string,
  now: Date,
): Promise<KeyIdentity | undefined> {
  const hash = tokenHash(stores.serverSecret, 'api-key', secret);
  const cached = cache.get(hash);
  if (cached !== undefined && cached.until > now.getTime()) return cached.identity;
  const identity = await lookUp(stores, hash, now);
  if (cache.size > 10_000) cache.clear();
  cache.set(hash, { identity, until: now.getTime() + CACHE_MS });
  return identity;
}

async function lookUp(stores: Stores, hash: string, now: Date): Promise<KeyIdentity | undefined> {
  const { prisma } = stores.controlPlane;
  const key = await prisma.apiKey.findUnique({ where: { hash }, include: { project: true } });
  if (key === null || key.revokedAt !== null) return undefined;
  if (key.expiresAt !== null && key.expiresAt <= now) return undefined;
  await prisma.apiKey.update({ where: { id: key.id }, data: { lastUsedAt: now } });
  return { keyId: key.id, scopes: z.array(scopeSchema).parse(key.scopes), project: key.project };
}

/** A new secret: a recognisable prefix, then 256 random bits. */
export function newKeySecret(): string {
  return `flt_${randomToken()}`;
}
