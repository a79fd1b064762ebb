import { expect } from 'vitest';
import type { Route } from '../../support/route-manifest.ts';
import { watch } from '../../support/tenancy-guard.ts';
import type { Matrix } from './permission-matrix-findings.ts';
import { parametersOf } from './permission-matrix-objects.ts';
import type { Answer, Call } from './permission-matrix-requests.ts';

/**
 * A request of the owner of the own project, or of its best key where the door takes keys only: whom no check of a
 * role stops. Fails where a statement is not kept to the project, and on any text of the other one.
 */
export async function asOwner(
  { subjects, caller, own, other }: Matrix,
  route: Route,
  call: Pick<Call, 'params' | 'body' | 'search'>,
): Promise<Answer> {
  const name = route.handler === undefined ? 'key: ingest, read, label, export' : 'owner';
  const subject = subjects.find((one) => one.name === name);
  if (subject === undefined) throw new Error('no such subject');
  const headers = await subject.headers();
  let answer: Answer | undefined;
  const unscoped = await watch([own.ctx.project.id, ...subject.ids], async () => {
    answer = await caller.call(route, { headers, slug: own.ctx.project.slug, ...call });
  });
  if (answer === undefined) throw new Error('no answer');
  if (route.access !== 'public' && route.access !== 'account') expect(unscoped).toEqual([]);
  expect(answer.text).not.toContain(other.marker);
  return answer;
}

export function routeOf(routes: readonly Route[], method: string, path: string): Route {
  const route = routes.find((one) => one.method === method && one.path === path);
  if (route === undefined) throw new Error(`no route ${method} ${path}`);
  return route;
}

/** Parameters that name rows of the own project, made for this. A link's token is one that nobody gave. */
export async function ownParameters({ own }: Matrix, path: string): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  for (const { name, kind, fixed } of parametersOf(path))
    made[name] = fixed ?? (await kind?.make(own, undefined)) ?? 'x'.repeat(43);
  return made;
}
