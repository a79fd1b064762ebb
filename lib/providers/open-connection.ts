import type { Context } from '../platform/context.ts';
import type { ProviderConnection } from '../platform/generated/prisma/client.ts';
import type { Stores } from '../platform/stores.ts';
import { openKey, originsOf } from './connection-key.ts';
import type { OpenedConnection } from './opened-connection.ts';
import { ProviderFault, type ProviderStage } from './provider-fault.ts';
import { PROVIDER_KINDS } from './provider-kind.ts';
import { openProviderWire } from './provider-wire.ts';
import { connectionOptionsSchema } from './schema.ts';

/**
 * A connection of the project with its key. For the other files of this folder: what they return hides the key. Whoever
 * calls has checked what the actor may do. Throws ProviderFault `missing_index` for one that was removed.
 */
export async function openConnection(
  ctx: Context,
  input: { id: string; stage: ProviderStage },
): Promise<OpenedConnection> {
  const row = await ctx.stores.controlPlane.prisma.providerConnection.findFirst({
    where: { id: input.id, projectId: ctx.project.id },
  });
  if (row === null)
    throw new ProviderFault(
      'missing_index',
      input.stage,
      'The connection that this uses was removed. Choose another one.',
    );
  return openedRow(ctx.stores, row);
}

export function openedRow(stores: Stores, row: ProviderConnection): OpenedConnection {
  const { name, preset, baseUrl, dataUrl } = row;
  const key = openKey(stores.keyring, row);
  const kind = PROVIDER_KINDS.find((one) => one === row.kind);
  if (kind === undefined) throw new Error(`${row.kind} is no kind of provider.`);
  return {
    name,
    kind,
    preset,
    baseUrl,
    dataUrl,
    key,
    options: connectionOptionsSchema.parse(row.options),
    wire: openProviderWire(stores.egress, { name, key, origins: originsOf(row) }),
  };
}
