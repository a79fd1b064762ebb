import type { Prisma, Transaction } from '../platform/control-plane.ts';
import type { Draft } from './schema.ts';

/** Stores what a person has filled in of an item, in place of what was there. Internal to the domain. */
export async function keepDraft(
  database: Prisma | Transaction,
  draft: { itemId: string; personId: string; content: Draft; now: Date },
): Promise<void> {
  const { itemId, personId, now } = draft;
  const content = JSON.stringify(draft.content);
  await database.draft.upsert({
    where: { itemId_personId: { itemId, personId } },
    create: { itemId, personId, content, updatedAt: now },
    update: { content, updatedAt: now },
  });
}
