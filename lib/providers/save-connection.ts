import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError, notFound } from '../platform/errors.ts';
import type { ProviderConnection } from '../platform/generated/prisma/client.ts';
import { checkedBaseUrl, sameOrigin } from './base-url.ts';
import { keyEnding, openKey, sealKey } from './connection-key.ts';
import { nameTaken } from './connection-name.ts';
import { connectionView } from './connection-view.ts';
import { findDataUrl } from './data-url.ts';
import { type ConnectionView, connectionOptionsSchema, saveConnectionSchema } from './schema.ts';

/**
 * Changes what is given. An address on another host needs the key again: the stored one was given for the old host.
 * Throws `not_found`, and what createConnection throws; `conflict` where it was changed in between.
 */
export async function saveConnection(
  ctx: Context,
  input: z.input<typeof saveConnectionSchema> & { id: string },
): Promise<ConnectionView> {
  requirePermission(ctx, 'providers:manage');
  const { id, ...rest } = input;
  const wanted = saveConnectionSchema.parse(rest);
  const { prisma } = ctx.stores.controlPlane;
  const before = await prisma.providerConnection.findFirst({ where: { id, projectId: ctx.project.id } });
  if (before === null) throw notFound('The connection');
  const name = wanted.name ?? before.name;
  const baseUrl =
    wanted.baseUrl === undefined ? before.baseUrl : await checkedBaseUrl(ctx.stores, wanted.baseUrl);
  const key = wanted.apiKey ?? keptKey(ctx, before, baseUrl);
  const options = wanted.options ?? connectionOptionsSchema.parse(before.options);
  const dataUrl =
    before.kind === 'pinecone' ? await findDataUrl(ctx.stores, { name, baseUrl, key, options }) : null;
  const at = ctx.now();
  const place = { id, projectId: ctx.project.id, baseUrl, dataUrl };
  const isNewKey = wanted.apiKey !== undefined;
  return prisma
    .$transaction(async (tx) => {
      // What was read may be old by now, and a key must not be bound to the address that somebody else just set.
      const { count } = await tx.providerConnection.updateMany({
        where: { id, projectId: ctx.project.id, baseUrl: before.baseUrl, sealedKey: before.sealedKey },
        data: {
          name,
          baseUrl,
          dataUrl,
          options,
          sealedKey: key === null ? null : sealKey(ctx.stores.keyring, place, key),
          ...(isNewKey && key !== null ? { keyEnding: keyEnding(key), keySetAt: at } : {}),
          updatedAt: at,
          testedAt: null, // a test of what it was says nothing of what it is
          testOk: null,
          testMessage: null,
        },
      });
      if (count === 0)
        throw new AppError('conflict', 'This connection was changed by somebody else. Reload and try again.');
      const row = await tx.providerConnection.findFirstOrThrow({ where: { id, projectId: ctx.project.id } });
      await recordAuditEvent(tx, {
        action: isNewKey ? 'provider_key_replaced' : 'provider_changed',
        at,
        actor: ctx.actor,
        projectId: ctx.project.id,
        subject: name,
        detail: { connectionId: id, nameBefore: before.name, baseUrl, baseUrlBefore: before.baseUrl },
      });
      return connectionView(row);
    })
    .catch(nameTaken(name));
}

function keptKey(ctx: Context, before: ProviderConnection, baseUrl: string): string | null {
  if (before.sealedKey === null) return null;
  if (!sameOrigin(before.baseUrl, baseUrl))
    throw new AppError(
      'invalid',
      `apiKey: enter the key again. The stored one was given for ${new URL(before.baseUrl).host} and is not sent to ${new URL(baseUrl).host}.`,
      { path: 'apiKey' },
    );
  return openKey(ctx.stores.keyring, before);
}
