import { AsyncLocalStorage } from 'node:async_hooks';

type Fetch = typeof globalThis.fetch;

/** The call to a provider that is under way; its `send` is the only way out of it. */
export interface FetchScope {
  send: Fetch;
}

// Next loads copies of this module of its own; the storage has to be the same in all of them.
const holder = globalThis as typeof globalThis & { faultlineFetchScope?: AsyncLocalStorage<FetchScope> };
holder.faultlineFetchScope ??= new AsyncLocalStorage();
const scopes = holder.faultlineFetchScope;
const HOOKED = Symbol.for('faultline.fetch');

/**
 * Runs `work` so that every `fetch` made in it, also by clients that know no other way than the global one, goes
 * through `scope.send`. Requests outside of it are untouched.
 */
export function withinFetchScope<T>(scope: FetchScope, work: () => Promise<T>): Promise<T> {
  hookGlobalFetch();
  return scopes.run(scope, work);
}

/** For clients that take a fetch of their own. Throws outside of a scope. */
export const scopedFetch: Fetch = (input, init) => {
  const scope = scopes.getStore();
  if (scope === undefined) throw new Error('A provider was called outside of its scope.');
  return scope.send(input, init);
};

/** Each time anew, because Next puts its own in the same place, in development repeatedly. */
function hookGlobalFetch(): void {
  const original = globalThis.fetch;
  if (HOOKED in original) return;
  const hooked: Fetch = (input, init) => {
    const scope = scopes.getStore();
    return scope === undefined ? original(input, init) : scope.send(input, init);
  };
  globalThis.fetch = Object.assign(hooked, { [HOOKED]: true });
}
