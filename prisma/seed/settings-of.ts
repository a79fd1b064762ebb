import { MODEL, REFUSAL } from './extractive-answerer.ts';
import type { HiddenDeployment } from './generate-traffic.ts';
import { handbookGoldenSet } from './golden-questions.ts';
import type { Scenario } from './scenario.ts';

/** What the team of the demo would have set, as the HTTP API takes it; `key` tells one of a list from another. */
export type DemoSettings = {
  path: 'formats' | 'prices' | 'deployments' | 'golden-sets';
  key: 'name' | 'pattern' | 'version';
  items: readonly Record<string, unknown>[];
};

const SIGNS = /[.*+?^${}()|[\]\\]/g;

/** A form that answers must have, what the model costs, and what was rolled out when. */
export function settingsOf(
  scenario: Scenario,
  { deployedAt }: HiddenDeployment,
  startsAt: Date,
): DemoSettings[] {
  const { before, after } = scenario;
  const environment = 'production';
  const start = { at: startsAt.toISOString(), environment };
  const change = { at: deployedAt, environment };
  const rollouts = [
    { ...start, dimension: 'indexVersion', version: before.indexVersion },
    { ...start, dimension: 'promptVersion', version: before.prompt.version },
    { ...change, dimension: 'indexVersion', version: after.indexVersion },
    { ...change, dimension: 'promptVersion', version: after.prompt.version },
  ];
  const versions = rollouts.map(({ version }) => version);
  return [
    {
      path: 'formats',
      key: 'name',
      items: [
        {
          name: 'Cites a section',
          definition: { kind: 'regex', pattern: `\\[\\d+\\]|${REFUSAL.replace(SIGNS, '\\$&')}` },
        },
      ],
    },
    { path: 'golden-sets', key: 'name', items: [handbookGoldenSet()] },
    { path: 'prices', key: 'pattern', items: [{ pattern: MODEL, inputUsd: 0.15, outputUsd: 0.6 }] },
    {
      path: 'deployments',
      key: 'version',
      items: rollouts.filter(({ version }, i) => versions.indexOf(version) === i),
    },
  ];
}
