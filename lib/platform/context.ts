import type { Stores } from './stores.ts';

export type Scope = 'ingest' | 'read' | 'label' | 'export';
export type Role = 'owner' | 'admin' | 'reviewer' | 'viewer';

/** Who asks. A person acts in a role, a key within its scopes, the system (jobs, start-up) without limits. */
export type Actor =
  | { kind: 'person'; personId: string; name: string; role: Role }
  | { kind: 'key'; keyId: string; name: string; scopes: readonly Scope[] }
  | { kind: 'system' };

export interface ProjectIdentity {
  id: string;
  slug: string;
  name: string;
  timeZone: string;
  isDemo: boolean;
  samplingSecret: string;
  eventsPerMinute: number | null;
  archivedAt: Date | null;
}

/** What every verb and question gets first: who asks, in which project, when, and on which stores. */
export interface Context {
  actor: Actor;
  project: ProjectIdentity;
  now: () => Date;
  stores: Stores;
}
