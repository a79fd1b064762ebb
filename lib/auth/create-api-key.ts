import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { AppError } from '../platform/errors.ts';
import { type ApiKeyMade, createApiKeySchema } from './api-key-schema.ts';
import { keyHash, keyPrefix, newKeySecret } from './api-keys.ts';
import { holdProject } from './hold-project.ts';
import { requirePermission } from './permissions.ts';
import { apiKeyView } from './queries/api-keys.ts';
import { recordAuditEvent } from './record-audit-event.ts';

/** The old one and its successor, while senders change over. */
const ALIVE_OF_A_NAME = 2;

/**
 * Makes a key. The secret is in the answer and nowhere else. Throws `conflict` where two living keys have the name
 * already, `invalid` for an expiry that has passed.
 */
export async function createApiKey(
  ctx: Context,
  input: z.input<typeof createApiKeySchema>,
): Promise<ApiKeyMade> {
  requirePermission(ctx, 'keys:manage');
  const { name, scopes, expiresAt, eventsPerMinute } = createApiKeySchema.parse(input);
  const at = ctx.now();
  const expiry = expiresAt === undefined ? null : new Date(expiresAt);
  if (expiry !== null && expiry <= at)
    throw new AppError('invalid', 'expiresAt: must be in the future.', { path: 'expiresAt' });
  const secret = newKeySecret();
  const prefix = keyPrefix(secret);
  const hash = keyHash(ctx.stores, secret);
  const row = await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    await holdProject(tx, ctx.project.id);
    await requireRoom(tx, ctx.project.id, name, at);
    const made = await tx.apiKey.create({
      data: {
        id: uuidv7(),
        projectId: ctx.project.id,
        name,
        prefix,
        hash,
        scopes,
        eventsPerMinute: eventsPerMinute ?? null,
        createdAt: at,
        expiresAt: expiry,
      },
    });
    await recordAuditEvent(tx, {
      action: 'key_made',
      at,
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: name,
      detail: {
        keyId: made.id,
        prefix,
        scopes,
        expiresAt: expiry?.toISOString() ?? null,
        eventsPerMinute: made.eventsPerMinute,
      },
    });
    return made;
  });
  return { ...apiKeyView(row, at), secret };
}

async function requireRoom(tx: Transaction, projectId: string, name: string, now: Date): Promise<void> {
  const alive = await tx.apiKey.count({
    where: { projectId, name, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
  });
  if (alive < ALIVE_OF_A_NAME) return;
  throw new AppError(
    'conflict',
    `name: two keys named “${name}” are in use already. Revoke one first, or choose another name.`,
    { path: 'name' },
  );
}
