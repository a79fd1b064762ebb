import type { ScoreMapping } from '#lib/labelling/score-mapping.ts';
import type { PersonScoreName } from '#lib/query-log/queries/person-scores.ts';

type Rule = ScoreMapping['rules'][number];

/** The rule's condition for something that was said: a label as it is, a value as a range of itself. */
export function whenOf({ label, value }: Pick<PersonScoreName['said'][number], 'label' | 'value'>): string {
  return label !== '' ? label : value === null ? '' : `${value}..${value}`;
}

/** Every condition that was said or has a rule, once; those without a name cannot be mapped. */
export function whensOf(
  said: PersonScoreName['said'],
  saved: Pick<ScoreMapping, 'rules'> | undefined,
): string[] {
  const whens = [...said.map(whenOf), ...(saved?.rules.map(({ when }) => when) ?? [])];
  return [...new Set(whens)].filter((when) => when !== '');
}

/** A rule's meaning as one choice: "correct", "wrong missing_knowledge", "" for no label. */
export function meaningOf({ verdict, failure }: Pick<Rule, 'verdict' | 'failure'>): string {
  return failure === undefined ? verdict : `${verdict} ${failure}`;
}

/** The rule of a choice; finer details that a saved rule has stay while its meaning does. Undefined: no label. */
export function ruleOf(
  when: string,
  meaning: string,
  saved: Pick<ScoreMapping, 'rules'> | undefined,
): Rule | undefined {
  if (when === '' || meaning === '') return undefined;
  const before = saved?.rules.find((rule) => rule.when === when && meaningOf(rule) === meaning);
  if (before !== undefined) return before;
  const [verdict, failure] = meaning.split(' ');
  return { when, verdict, ...(failure === undefined ? {} : { failure }) } as Rule;
}
