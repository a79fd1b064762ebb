import { GRADING_PROTOCOLS, type GradingProtocol, type QueueView } from '#lib/labelling/schema.ts';
import { type RuleValues, ruleFault, toRule, toRuleValues } from './rule-values.ts';

/** A queue's settings as their form holds them. Shares are percentages; a number field may be empty. */
export interface QueueFormValues {
  name: string;
  reviewers: number | string;
  secondFailures: boolean;
  secondPercent: number | string;
  asksGrades: boolean;
  asksIdealAnswer: boolean;
  asksNote: boolean;
  gradingProtocol: GradingProtocol;
  hidesMachine: boolean;
  suggests: boolean;
  goldPercent: number | string;
  calibration: number | string;
  leaseMinutes: number | string;
  rules: RuleValues[];
  fillCap: number | string;
  /** Empty: the rules run when asked only. */
  fillEveryHours: number | string;
  guidelines: string;
}

type Settings = Pick<
  QueueView,
  | 'name'
  | 'reviewers'
  | 'secondFailures'
  | 'secondRate'
  | 'asksGrades'
  | 'asksIdealAnswer'
  | 'asksNote'
  | 'gradingProtocol'
  | 'hidesMachine'
  | 'suggests'
  | 'goldRate'
  | 'calibration'
  | 'leaseMinutes'
  | 'rules'
  | 'fillCap'
  | 'fillEveryHours'
>;

/** A queue as it is made where nothing else is chosen; the API has the same defaults. */
export const DEFAULT_SETTINGS: Settings = {
  name: '',
  reviewers: 1,
  secondFailures: true,
  secondRate: 0.15,
  asksGrades: true,
  asksIdealAnswer: true,
  asksNote: true,
  gradingProtocol: 'all_top_k',
  hidesMachine: false,
  suggests: true,
  goldRate: 0,
  calibration: 0,
  leaseMinutes: 10,
  rules: [],
  fillCap: 0,
  fillEveryHours: null,
};

export function toFormValues(queue: Settings, guidelines: string): QueueFormValues {
  const { name, reviewers, secondFailures, secondRate, asksGrades, asksIdealAnswer, asksNote } = queue;
  const { gradingProtocol, hidesMachine, suggests, goldRate, calibration, leaseMinutes } = queue;
  return {
    name,
    reviewers,
    secondFailures,
    secondPercent: percentOf(secondRate),
    asksGrades,
    asksIdealAnswer,
    asksNote,
    gradingProtocol,
    hidesMachine,
    suggests,
    goldPercent: percentOf(goldRate),
    calibration,
    leaseMinutes,
    rules: queue.rules.map(toRuleValues),
    fillCap: queue.fillCap === 0 ? 100 : queue.fillCap,
    fillEveryHours: queue.fillEveryHours ?? '',
    guidelines,
  };
}

/** The settings as the API takes them; guidelines only where they differ from `before`, for each change is a version. */
export function toSettings(values: QueueFormValues, before: string): Settings & { guidelines?: string } {
  const { name, secondPercent, goldPercent, rules, fillCap, fillEveryHours, guidelines, ...rest } = values;
  return {
    ...rest,
    name: name.trim(),
    reviewers: Number(values.reviewers),
    calibration: Number(values.calibration),
    leaseMinutes: Number(values.leaseMinutes),
    secondRate: Number(secondPercent) / 100,
    goldRate: Number(goldPercent) / 100,
    rules: rules.map(toRule),
    fillCap: rules.length === 0 ? 0 : Number(fillCap),
    fillEveryHours: rules.length === 0 || fillEveryHours === '' ? null : Number(fillEveryHours),
    ...(guidelines.trim() === before.trim() ? {} : { guidelines }),
  };
}

/** What is wrong, by field; `rules.2` is the third rule. */
export function formFaults(values: QueueFormValues): Record<string, string> {
  const faults: Record<string, string> = {};
  const whole = (field: keyof QueueFormValues, low: number, high: number) => {
    const value = values[field];
    if (!(Number.isInteger(value) && Number(value) >= low && Number(value) <= high))
      faults[field] = `A whole number from ${low} to ${high}.`;
  };
  const percent = (field: 'secondPercent' | 'goldPercent', high: number) => {
    const value = values[field];
    if (!(typeof value === 'number' && value >= 0 && value <= high))
      faults[field] = `A number from 0 to ${high}.`;
  };
  if (values.name.trim() === '') faults.name = 'Give the queue a name.';
  whole('reviewers', 1, 10);
  percent('secondPercent', 100);
  percent('goldPercent', 50);
  whole('calibration', 0, 100);
  whole('leaseMinutes', 1, 240);
  if (values.guidelines.trim() === '') faults.guidelines = 'Write what reviewers shall follow.';
  if (values.rules.length > 0) {
    whole('fillCap', 1, 5000);
    if (values.fillEveryHours !== '') whole('fillEveryHours', 1, 720);
  }
  for (const [place, rule] of values.rules.entries()) {
    const fault = ruleFault(rule);
    if (fault !== undefined) faults[`rules.${place}`] = fault;
  }
  return faults;
}

const percentOf = (rate: number) => Math.round(rate * 10_000) / 100;

export const PROTOCOL_WORDS: Record<GradingProtocol, string> = {
  all_top_k: 'All of the top hits',
  until_first_relevant: 'Hits until the first relevant one',
  random_m: 'Some hits, chosen at random',
  free: 'The hits a reviewer wants to grade',
};
export const PROTOCOL_CHOICES = GRADING_PROTOCOLS.map((value) => ({ value, label: PROTOCOL_WORDS[value] }));
