import { Text } from '@mantine/core';
import type { Context } from '#lib/platform/context.ts';
import { answerCost } from '#lib/quality/queries/answer-cost.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { countOf, formatCount, formatUsd } from '../../../_components/number-format.ts';
import classes from '../_charts/charts.module.css';
import { panelResult } from '../_charts/panel-result.ts';

/** What the range cost, and a correct answer in it, in a sentence that says how it was reckoned. */
export async function CostLine({ ctx, filter }: { ctx: Context; filter: Filter }) {
  const result = await panelResult(() => answerCost(ctx, filter));
  if (!result.ok) return null;
  const { queries, priced, estimated, sumUsd, perCorrect } = result.value;
  if (sumUsd === null) return <Text className={classes.note}>No query in this range has a known cost.</Text>;
  const known = priced === queries ? '' : ` (known for ${formatCount(priced)} of ${formatCount(queries)})`;
  const reckoned =
    estimated === 0 ? '' : `, ${formatCount(estimated)} of them estimated from the price table`;
  return (
    <Text className={classes.note}>
      {countOf(queries, 'query', 'queries')} cost {formatUsd(sumUsd)}
      {known}
      {reckoned}. {correctWords(perCorrect)}
    </Text>
  );
}

function correctWords(cost: Awaited<ReturnType<typeof answerCost>>['perCorrect']): string {
  if (cost === null) return 'What a correct answer costs is not known: none is labelled.';
  const basis = `${formatCount(cost.n)} of ${formatCount(cost.of)} labelled answers are correct`;
  if (cost.value === null || cost.display === 'counts')
    return `Too few labels to say what a correct answer costs: ${basis}.`;
  const upper = cost.upper === null ? '' : ` to ${formatUsd(cost.upper)}`;
  const interval = cost.lower === null ? '' : ` (95 %: ${formatUsd(cost.lower)}${upper})`;
  return `A correct answer costs about ${formatUsd(cost.value)}${interval}: the mean cost of a query over the share of correct ones, ${basis}.`;
}
