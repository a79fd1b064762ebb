import { Text } from '@mantine/core';
import { judged } from '#lib/retrieval-metrics/judged-at-k.ts';
import { rankingMetrics } from '#lib/retrieval-metrics/registry.ts';
import { Fold } from '../../../_components/fold.tsx';
import classes from './retrieval.module.css';

/** What each metric is, from the one registry that also computes it. */
export function MetricHelp() {
  return (
    <Fold summary="How the metrics are computed">
      <Text size="sm" maw={760}>
        t is the grade from which a hit counts as relevant (2), R the number of all chunks judged relevant for
        the question, inside and outside the list. Recall, MAP and nDCG need a judgement from outside the
        list; queries without one are not measurable and are left out.
      </Text>
      <dl className={classes.help}>
        {[...Object.values(rankingMetrics), { id: 'judged', apiOnly: undefined, ...judged }].map((metric) => (
          <div key={metric.id}>
            <dt>
              {metric.name}
              {metric.apiOnly ? ' (API only)' : ''}
            </dt>
            <dd>
              {metric.help} <span className={classes.formula}>{metric.formula}.</span> {metric.reference}.
            </dd>
          </div>
        ))}
      </dl>
    </Fold>
  );
}
