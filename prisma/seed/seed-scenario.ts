import { demoApi, type Sent } from './demo-api.ts';
import { generateLabels } from './generate-labels.ts';
import { chunksOf, generateTraffic, type HiddenDeployment, queryId } from './generate-traffic.ts';
import { loadHandbook } from './load-handbook.ts';
import { type ScenarioName, scenarios } from './scenario.ts';
import { settingsOf } from './settings-of.ts';

export type SeedOptions = {
  scenario: ScenarioName;
  url: string;
  key: string;
  onProgress?: (line: string) => void;
  seed?: number;
  /** End of the traffic; the full hour that has just passed unless given. */
  endsAt?: Date;
  days?: number;
  queries?: number;
  labelled?: number;
  signal?: AbortSignal;
};
export type SeedResult = {
  scenario: ScenarioName;
  seed: number;
  endsAt: string;
  chunks: Sent;
  queries: Sent;
  labels: Sent;
  deployment: HiddenDeployment;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const DEFAULT_QUERIES = 2400;
/** So many that worse answers stand out also on the days of the week on which the last seven hold little from before. */
const DEFAULT_LABELLED = 880;
const OVERLAP_SHARE = 70 / 220;

/**
 * Fills a project with a scenario through the HTTP API alone: the handbook, the traffic, the labels. Ids follow
 * from scenario, seed and position, so a second run sends what is already there and adds nothing.
 * Throws an Error with a readable sentence when the server refuses anything.
 */
export async function seedScenario(options: SeedOptions): Promise<SeedResult> {
  const { queries = DEFAULT_QUERIES, days = 14, labelled = DEFAULT_LABELLED, seed = 7 } = options;
  const say = options.onProgress ?? (() => {});
  const scenario = scenarios[options.scenario];
  const api = demoApi(options);

  const endsAt = await endOfTraffic(api.findDemo, options, seed, queries);
  const handbook = loadHandbook();
  const traffic = generateTraffic(scenario, { seed, endsAt, days, queries, handbook });
  const labels = generateLabels(traffic.queries, traffic.truth, {
    seed,
    labelled,
    overlapping: Math.round(labelled * OVERLAP_SHARE),
  });
  say(`Demo ${scenario.name}: ${days} days of traffic that end ${endsAt.toISOString()}, seed ${seed}.`);

  const startsAt = new Date(endsAt.getTime() - days * DAY_MS);
  // First, since answers are checked and priced when they come.
  for (const settings of settingsOf(scenario, traffic.deployment, startsAt)) await api.ensure(settings);
  const progress = (noun: string) => (done: number, total: number) =>
    say(`Sent ${done} of ${total} ${noun}.`);
  return {
    scenario: options.scenario,
    seed,
    endsAt: endsAt.toISOString(),
    chunks: await api.send('chunks', chunksOf(scenario, handbook), progress('chunks')),
    queries: await api.send('queries', traffic.queries, progress('queries')),
    labels: await api.send('labels', labels, progress('labels')),
    deployment: traffic.deployment,
  };
}

/**
 * A demo that is already there keeps its end: the same ids with other times would be other queries, and labels
 * would grade hits that they do not have.
 */
async function endOfTraffic(
  findDemo: ReturnType<typeof demoApi>['findDemo'],
  { scenario, endsAt }: SeedOptions,
  seed: number,
  queries: number,
): Promise<Date> {
  const present = await findDemo(queryId(scenario, seed, 0));
  if (!present) return endsAt ?? new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
  if (present.queries !== queries || (endsAt && endsAt.getTime() !== present.endsAt.getTime())) {
    throw new Error(
      `The project already holds ${scenario} with seed ${seed}: ${present.queries} queries that end ` +
        `${present.endsAt.toISOString()}. Use another seed, or the same size and end.`,
    );
  }
  return present.endsAt;
}
