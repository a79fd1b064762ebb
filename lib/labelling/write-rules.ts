import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../platform/control-plane.ts';
import type { QueueRuleInput } from './schema.ts';

/** Replaces a queue's rules. Runs keep the rules as they stood. Internal to the domain. */
export async function writeRules(
  tx: Transaction,
  queueId: string,
  rules: readonly QueueRuleInput[],
  now: Date,
): Promise<void> {
  await tx.queueRule.deleteMany({ where: { queueId } });
  await tx.queueRule.createMany({
    data: rules.map(({ filter, mode }) => ({
      id: uuidv7(),
      queueId,
      filter: JSON.parse(JSON.stringify(filter)),
      mode: JSON.parse(JSON.stringify(mode)),
      createdAt: now,
    })),
  });
}
