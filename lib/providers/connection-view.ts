import type { ProviderConnection } from '../platform/generated/prisma/client.ts';
import { type ConnectionChoice, type ConnectionView, connectionViewSchema } from './schema.ts';

/** Field by field, so that what is added to the row is not shown by itself. */
export function connectionView(row: ProviderConnection): ConnectionView {
  const { id, name, kind, preset, baseUrl, options, sealedKey, keyEnding, keySetAt } = row;
  const { testedAt, testOk, testMessage } = row;
  return connectionViewSchema.parse({
    id,
    name,
    kind,
    preset,
    baseUrl,
    options,
    key:
      sealedKey === null || keySetAt === null
        ? null
        : { ending: keyEnding ?? '', setAt: keySetAt.toISOString() },
    lastTest:
      testedAt === null
        ? null
        : { ok: testOk === true, message: testMessage ?? '', at: testedAt.toISOString() },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  });
}

export function connectionChoice(row: ProviderConnection): ConnectionChoice {
  const { id, name, kind, preset, options } = connectionView(row);
  return { id, name, kind, preset, options };
}
