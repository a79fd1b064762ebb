import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { checkedBaseUrl } from './base-url.ts';
import { keyEnding, sealKey } from './connection-key.ts';
import { nameTaken } from './connection-name.ts';
import { connectionView } from './connection-view.ts';
import { findDataUrl } from './data-url.ts';
import { presetOf } from './presets.ts';
import { type ConnectionView, createConnectionSchema } from './schema.ts';

/**
 * Adds a connection; its key is stored encrypted. For Pinecone the index is looked up with it. Throws `invalid` for an
 * address that nothing is sent to, `conflict` for a name that is taken, ProviderFault where the look-up fails.
 */
export async function createConnection(
  ctx: Context,
  input: z.input<typeof createConnectionSchema>,
): Promise<ConnectionView> {
  requirePermission(ctx, 'providers:manage');
  const { name, preset, options, apiKey, ...wanted } = createConnectionSchema.parse(input);
  const { kind, needsKey, label } = presetOf(preset);
  const key = apiKey ?? null;
  if (needsKey && key === null)
    throw new AppError('invalid', `apiKey: ${label} needs a key.`, { path: 'apiKey' });
  const baseUrl = await checkedBaseUrl(ctx.stores, wanted.baseUrl);
  const dataUrl = kind === 'pinecone' ? await findDataUrl(ctx.stores, { name, baseUrl, key, options }) : null;
  const at = ctx.now();
  const place = { id: uuidv7(), projectId: ctx.project.id, baseUrl, dataUrl };
  const sealed =
    key === null
      ? {}
      : { sealedKey: sealKey(ctx.stores.keyring, place, key), keyEnding: keyEnding(key), keySetAt: at };
  return ctx.stores.controlPlane.prisma
    .$transaction(async (tx) => {
      const row = await tx.providerConnection.create({
        data: { ...place, name, kind, preset, options, ...sealed, createdAt: at, updatedAt: at },
      });
      await recordAuditEvent(tx, {
        action: 'provider_connected',
        at,
        actor: ctx.actor,
        projectId: ctx.project.id,
        subject: name,
        detail: { connectionId: row.id, preset, baseUrl, hasKey: key !== null },
      });
      return connectionView(row);
    })
    .catch(nameTaken(name));
}
