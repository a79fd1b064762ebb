import type { ControlPlane } from './control-plane.ts';
import type { Egress } from './egress.ts';
import type { Jobs } from './jobs.ts';
import type { QueryLogStore } from './query-log-store.ts';
import type { Keyring } from './secrets-keyring.ts';

/** Everything that is open for the life of the process; lib/platform/open-stores.ts opens it. */
export interface Stores {
  controlPlane: ControlPlane;
  queryLog: QueryLogStore;
  jobs: Jobs;
  serverSecret: Buffer;
  /** What secrets at rest are encrypted with. */
  keyring: Keyring;
  /** The way out to addresses that people typed in. */
  egress: Egress;
  dataFolder: string;
}

// The server and Next each load their own copy of this module; the global is what they share.
const holder = globalThis as typeof globalThis & { faultlineStores?: Stores };

export function shareStores(stores: Stores): void {
  holder.faultlineStores = stores;
}

export function getStores(): Stores {
  if (holder.faultlineStores === undefined) throw new Error('The stores are not open yet.');
  return holder.faultlineStores;
}
