import type { PriorityCondition, QueueRuleInput, StratumDimension } from '#lib/labelling/schema.ts';
import { type Filter, filterSchema, splitSearchParams, toSearchParams } from '#lib/query-log/filter.ts';
import { RATE_FLOOR } from '#lib/statistics/selection-weight.ts';

/** A filling rule as its form holds it. Shares are percentages; a number field may be empty. */
export interface RuleValues {
  /** Tells the rules of a form apart. */
  key: string;
  /** The filter as URL parameters, as the controls for filters have it. */
  filter: string;
  kind: 'random' | 'stratified' | 'priority';
  percent: number | string;
  by: StratumDimension;
  wantEach: number | string;
  floorPercent: number | string;
  /** Which of `PRESETS` have the higher chance. */
  presets: string[];
  topScoreBelow: number | string;
  scoreName: string;
  scoreBelow: number | string;
  /** Conditions that have no field here; they stay as they are. */
  others: PriorityCondition[];
}

/** What is most worth a look, by name. */
export const PRESETS: Record<string, { label: string; filter: Filter }> = {
  thumbsDown: { label: 'Thumbs down', filter: { feedback: ['down'] } },
  error: { label: 'Any error', filter: { error: ['any'] } },
  zeroHit: { label: 'Zero hits', filter: { zeroHit: true } },
};

let made = 0;
export function newRule(): RuleValues {
  made += 1;
  return {
    key: `rule-${made}`,
    filter: '',
    kind: 'random',
    percent: 100,
    by: 'zeroHit',
    wantEach: 20,
    floorPercent: 10,
    presets: ['thumbsDown', 'error', 'zeroHit'],
    topScoreBelow: '',
    scoreName: '',
    scoreBelow: '',
    others: [],
  };
}

export function toRuleValues({ filter, mode }: QueueRuleInput): RuleValues {
  const values = { ...newRule(), filter: toSearchParams(filter).toString(), kind: mode.kind };
  if (mode.kind === 'random') return { ...values, percent: percentOf(mode.rate) };
  if (mode.kind === 'stratified')
    return { ...values, by: mode.by, wantEach: mode.wantEach, floorPercent: percentOf(mode.floor) };
  const priority: RuleValues = {
    ...values,
    percent: percentOf(mode.rate),
    floorPercent: percentOf(mode.floor),
    presets: [],
  };
  for (const condition of mode.when) addCondition(priority, condition);
  return priority;
}

function addCondition(values: RuleValues, condition: PriorityCondition): void {
  if (condition.kind === 'topScoreBelow' && values.topScoreBelow === '') {
    values.topScoreBelow = condition.below;
    return;
  }
  if (condition.kind === 'filter') {
    const text = JSON.stringify(condition.filter);
    const preset = Object.keys(PRESETS).find((name) => JSON.stringify(PRESETS[name]?.filter) === text);
    if (preset !== undefined) {
      values.presets.push(preset);
      return;
    }
    const score = scoreBelow(condition.filter);
    if (score !== undefined && values.scoreName === '') {
      values.scoreName = score.name;
      values.scoreBelow = score.below;
      return;
    }
  }
  values.others.push(condition);
}

function scoreBelow({ score, ...rest }: Filter): { name: string; below: number } | undefined {
  const [entry, ...more] = Object.entries(score ?? {});
  if (entry === undefined || more.length > 0 || Object.keys(rest).length > 0) return undefined;
  const [name, ranges = []] = entry;
  const below = /^\.\.(-?[\d.]+)$/.exec(ranges[0] ?? '')?.[1];
  return ranges.length === 1 && below !== undefined ? { name, below: Number(below) } : undefined;
}

export function toRule(values: RuleValues): QueueRuleInput {
  const filter = filterSchema.parse(splitSearchParams(new URLSearchParams(values.filter)).filter);
  if (values.kind === 'random') return { filter, mode: { kind: 'random', rate: share(values.percent) } };
  const floor = Math.max(RATE_FLOOR, share(values.floorPercent));
  if (values.kind === 'stratified')
    return {
      filter,
      mode: { kind: 'stratified', by: values.by, wantEach: Number(values.wantEach), floor },
    };
  return {
    filter,
    mode: { kind: 'priority', when: conditionsOf(values), rate: share(values.percent), floor },
  };
}

function conditionsOf({
  presets,
  topScoreBelow,
  scoreName,
  scoreBelow,
  others,
}: RuleValues): PriorityCondition[] {
  const named = presets.flatMap((name) => {
    const filter = PRESETS[name]?.filter;
    return filter === undefined ? [] : [{ kind: 'filter' as const, filter }];
  });
  return [
    ...named,
    ...(topScoreBelow === '' ? [] : [{ kind: 'topScoreBelow' as const, below: Number(topScoreBelow) }]),
    ...(scoreName.trim() === '' || scoreBelow === ''
      ? []
      : [{ kind: 'filter' as const, filter: { score: { [scoreName.trim()]: [`..${scoreBelow}`] } } }]),
    ...others,
  ];
}

/** What is wrong with a rule, as a sentence. */
export function ruleFault(values: RuleValues): string | undefined {
  const { filter } = splitSearchParams(new URLSearchParams(values.filter));
  const parsed = filterSchema.safeParse(filter);
  if (!parsed.success) return `The filter cannot be used: ${parsed.error.issues[0]?.message}.`;
  const isShare = (percent: number | string, least: number) =>
    typeof percent === 'number' && percent >= least && percent <= 100;
  if (values.kind !== 'stratified' && !isShare(values.percent, 0.01))
    return 'The share must be between 0.01 and 100 %.';
  if (values.kind !== 'random' && !isShare(values.floorPercent, RATE_FLOOR * 100))
    return `The smallest share must be between ${RATE_FLOOR * 100} and 100 %.`;
  if (values.kind === 'stratified' && !(Number.isInteger(values.wantEach) && Number(values.wantEach) >= 1))
    return 'Say how many of each group a run shall take: 1 or more.';
  if (values.kind === 'priority' && conditionsOf(values).length === 0)
    return 'Choose at least one condition to take more of.';
  if (values.kind === 'priority' && (values.scoreName.trim() === '') !== (values.scoreBelow === ''))
    return 'Name the score, and the value below which more are taken.';
  return undefined;
}

const percentOf = (rate: number) => Math.round(rate * 10_000) / 100;
const share = (percent: number | string) => Number(percent) / 100;
