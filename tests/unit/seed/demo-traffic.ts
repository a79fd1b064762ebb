import { generateTraffic, type Traffic } from '../../../prisma/seed/generate-traffic.ts';
import { loadHandbook } from '../../../prisma/seed/load-handbook.ts';
import { type Scenario, type ScenarioName, scenarios } from '../../../prisma/seed/scenario.ts';

export const ENDS_AT = new Date('2026-03-19T10:00:00Z');

export function demoTraffic(
  name: ScenarioName,
  seed = 7,
  queries = 2400,
  scenario: Scenario = scenarios[name],
): Traffic {
  return generateTraffic(scenario, {
    seed,
    endsAt: ENDS_AT,
    days: 14,
    queries,
    handbook: loadHandbook(),
  });
}

/** The queries with their truth, before and after the deployment. */
export function aroundDeployment({ queries, truth, deployment }: Traffic) {
  const rows = queries.flatMap((query, position) => {
    const known = truth[position];
    return known ? [{ query, truth: known }] : [];
  });
  const isBefore = ({ query }: (typeof rows)[number]) => query.startedAt < deployment.deployedAt;
  return { before: rows.filter(isBefore), after: rows.filter((row) => !isBefore(row)) };
}

export type Row = ReturnType<typeof aroundDeployment>['before'][number];

export function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}

/** The zero-hit share among the queries whose retrieval ran. */
export function zeroHitShare(rows: readonly Row[]): number {
  return shareOf(
    rows.filter(({ query }) => query.hits),
    ({ query }) => query.hits?.length === 0,
  );
}

/** The share of judged answers that are not correct, of one failure kind if that is given. */
export function badShare(rows: readonly Row[], failure?: string): number {
  const judged = rows.flatMap(({ truth }) => (truth.judged ? [truth.judged] : []));
  return shareOf(judged, (truth) => truth.verdict !== 'correct' && (!failure || truth.failure === failure));
}
