import { RATE_FLOOR } from './selection-weight.ts';

/** How a filling rule chooses among the queries that match its filter. */
export type RuleMode =
  | { readonly mode: 'random'; readonly rate: number }
  /** Rates by stratum from `stratumRates`. */
  | { readonly mode: 'stratified'; readonly rates: ReadonlyMap<string, number> }
  /** Queries with one of the priority signs at one rate, all others at the floor. */
  | { readonly mode: 'priority'; readonly rate: number; readonly floor?: number };

export interface RuleMatch {
  /** The query's stratum, where the rule has strata. */
  readonly stratum?: string;
  /** Thumbs down, error, zero hits, low score: whatever the rule names. */
  readonly hasPriority?: boolean;
}

/**
 * The rate at which a rule wants a query that matches it, 0 to 1; `selectionWeight` makes one of several rules'.
 * A stratum not seen before is wanted whole.
 */
export function ruleRate(rule: RuleMode, { stratum, hasPriority = false }: RuleMatch = {}): number {
  switch (rule.mode) {
    case 'random':
      return rule.rate;
    case 'stratified':
      return (stratum === undefined ? undefined : rule.rates.get(stratum)) ?? 1;
    case 'priority':
      return hasPriority ? Math.max(rule.rate, rule.floor ?? RATE_FLOOR) : (rule.floor ?? RATE_FLOOR);
  }
}
