import type { Prisma, Transaction } from '#lib/platform/control-plane.ts';
import type { Stores } from '#lib/platform/stores.ts';

/** Stores whose interactive transactions see what `change` makes of theirs: for controls that are broken on purpose. */
export function changedTransactions(stores: Stores, change: (tx: Transaction) => Transaction): Stores {
  const { prisma } = stores.controlPlane;
  const $transaction = (work: (tx: Transaction) => Promise<unknown>) =>
    prisma.$transaction((tx) => work(change(tx)));
  // The real client cannot be the target: its $transaction may not be shown as another.
  const changed = new Proxy({} as Prisma, {
    get: (_, name) => (name === '$transaction' ? $transaction : Reflect.get(prisma, name)),
  });
  return { ...stores, controlPlane: { ...stores.controlPlane, prisma: changed } };
}

/** The same object with other values of some of its properties. */
export function replacing<T extends object>(target: T, values: Record<string, unknown>): T {
  return new Proxy(target, {
    get: (_, name) => (typeof name === 'string' && name in values ? values[name] : Reflect.get(target, name)),
  });
}
