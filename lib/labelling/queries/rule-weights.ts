import { z } from 'zod';
import type { Context, ProjectIdentity } from '../../platform/context.ts';
import type { Params } from '../../platform/query-log-store.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DIMENSION_COLUMNS, filterSql } from '../../query-log/filter-sql.ts';
import { type Hidden, UNTOUCHED_RETRIEVAL_STATE } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { selectionWeight, stratumRates } from '../../statistics/selection-weight.ts';
import type { Window } from '../filling-window.ts';
import type { PriorityCondition, QueueRuleInput, StratumDimension } from '../schema.ts';

/** A rule whose rates are settled, as a run applies and stores it. */
export type RatedRule = { filter: Filter } & (
  | { kind: 'random'; rate: number }
  | { kind: 'stratified'; by: StratumDimension; rates: Record<string, number>; otherRate: number }
  | { kind: 'priority'; when: PriorityCondition[]; rate: number; floor: number }
);

/** Rate of a stratum that the window before did not have: nothing is known of its size, so all may come. */
const NEW_STRATUM_RATE = 1;

/**
 * Settles a rule's rates. A stratum's rate is what is wanted of it over its size in the window before, never in
 * this one: a rate must not depend on the queries it selects from.
 */
export async function ratedRule(
  ctx: Context,
  { filter, mode }: QueueRuleInput,
  before: Window | undefined,
): Promise<RatedRule> {
  if (mode.kind === 'random') return { filter, kind: 'random', rate: mode.rate };
  if (mode.kind === 'priority') return { filter, ...mode };
  const sizes = await stratumSizes(ctx, filter, mode.by, before);
  const rates = stratumRates(
    new Map(sizes.map(({ stratum }) => [stratum, mode.wantEach])),
    new Map(sizes.map(({ stratum, size }) => [stratum, size])),
  );
  const floored = [...rates].map(([stratum, rate]) => [stratum, selectionWeight([rate], mode.floor)]);
  return {
    filter,
    kind: 'stratified',
    by: mode.by,
    rates: Object.fromEntries(floored),
    otherRate: NEW_STRATUM_RATE,
  };
}

async function stratumSizes(ctx: Context, filter: Filter, by: StratumDimension, before: Window | undefined) {
  const { where, params } = await filterCondition(ctx, filter);
  const arrived =
    before === undefined
      ? 'true'
      : 'q.received_at >= fromUnixTimestamp64Milli({beforeFrom:Int64}) AND q.received_at < fromUnixTimestamp64Milli({beforeTo:Int64})';
  return ctx.stores.queryLog.rows(
    z.object({ stratum: z.string(), size: z.number() }),
    `SELECT ${stratumSql(by)} AS stratum, count() AS size FROM queries AS q WHERE ${where} AND ${arrived}
     GROUP BY stratum ORDER BY size DESC LIMIT 1000`,
    { ...params, ...(before && { beforeFrom: before.from.getTime(), beforeTo: before.to.getTime() }) },
  );
}

/** Retrieval state as far as it is known without labels, so that labelling does not move a query to another stratum. */
function stratumSql(by: StratumDimension): string {
  if (by === 'zeroHit') return 'toString(q.zero_hit)';
  return by === 'retrieval' ? UNTOUCHED_RETRIEVAL_STATE : `q.${DIMENSION_COLUMNS[by]}`;
}

/**
 * The highest rate among the rules that match a row of `queries AS q`; 0 where none does. A rule that asks for labels
 * matches nothing by what is `hidden` from whoever runs it.
 */
export function weightSql(
  project: Pick<ProjectIdentity, 'id'>,
  rules: readonly RatedRule[],
  hidden: Hidden,
): { weight: string; params: Params } {
  const params: Params = {};
  const weights = rules.map((rule, place) => {
    const matches = named(filterSql(project, rule.filter, hidden), `rule${place}_`, params);
    return `if(${matches}, ${rateSql(project, rule, `rule${place}_`, params, hidden)}, 0)`;
  });
  return { weight: weights.length === 1 ? `${weights[0]}` : `greatest(${weights.join(', ')})`, params };
}

function rateSql(
  project: Pick<ProjectIdentity, 'id'>,
  rule: RatedRule,
  prefix: string,
  params: Params,
  hidden: Hidden,
): string {
  if (rule.kind === 'random') return bound(params, `${prefix}rate`, rule.rate);
  if (rule.kind === 'stratified') {
    params[`${prefix}strata`] = Object.keys(rule.rates);
    params[`${prefix}rates`] = Object.values(rule.rates);
    const other = bound(params, `${prefix}other`, rule.otherRate);
    return `transform(${stratumSql(rule.by)}, {${prefix}strata:Array(String)}, {${prefix}rates:Array(Float64)}, ${other})`;
  }
  const conditions = rule.when.map((condition, i) =>
    named(conditionSql(project, condition, hidden), `${prefix}when${i}_`, params),
  );
  return `if(${conditions.join(' OR ')}, ${bound(params, `${prefix}rate`, rule.rate)}, ${bound(params, `${prefix}floor`, rule.floor)})`;
}

function conditionSql(project: Pick<ProjectIdentity, 'id'>, condition: PriorityCondition, hidden: Hidden) {
  if (condition.kind === 'filter') return filterSql(project, condition.filter, hidden);
  return {
    where: '(q.top_score < {below:Float64} AND q.score_kind = {scoreKind:String})',
    params: { below: condition.below, scoreKind: 'similarity' },
  };
}

function bound(params: Params, name: string, value: number): string {
  params[name] = value;
  return `{${name}:Float64}`;
}

/** A condition whose parameters carry the prefix, so that several can stand in one statement. */
function named({ where, params: own }: { where: string; params: Params }, prefix: string, params: Params) {
  for (const [name, value] of Object.entries(own))
    if (where.includes(`{${name}:`)) params[prefix + name] = value;
  return `(${where.replaceAll(/\{(\w+):/g, `{${prefix}$1:`)})`;
}
