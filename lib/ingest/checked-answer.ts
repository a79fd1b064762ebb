import type { AnswerRules } from '../quality/answer-rules.ts';
import { MOST_CHECKED_CHARACTERS } from '../quality/format-check.ts';
import { estimatedCostUsd, priceOfModel } from '../quality/price-of-model.ts';
import type { WireQuery } from './schema.ts';

/**
 * What the project's format rules say of the answer: those that are for its prompt version, whether all hold, and the
 * first that does not with its reason. Null where none was asked: there is no answer, or it was cut or is too long.
 */
export function formatColumns(
  answer: string | null,
  promptVersion: string,
  { formats }: AnswerRules,
  cutLengths: ReadonlyMap<string, number>,
): { format_rules: string[]; format_ok: boolean | null; format_reason: string } {
  const asked = formats.filter(
    ({ promptVersions }) => promptVersions.size === 0 || promptVersions.has(promptVersion),
  );
  const isChecked =
    asked.length > 0 &&
    answer !== null &&
    answer.length <= MOST_CHECKED_CHARACTERS &&
    !cutLengths.has('answer');
  if (!isChecked) return { format_rules: [], format_ok: null, format_reason: '' };
  const format_rules = asked.map(({ key }) => key);
  for (const { key, check } of asked) {
    const reason = check(answer);
    if (reason !== '') return { format_rules, format_ok: false, format_reason: `${key}: ${reason}` };
  }
  return { format_rules, format_ok: true, format_reason: '' };
}

/** The cost as it was sent, else estimated from the tokens and the price on the day that the query started. */
export function costColumns(
  { costUsd, model, tokens }: Pick<WireQuery, 'costUsd' | 'model' | 'tokens'>,
  startedMs: number,
  { prices }: AnswerRules,
): { cost_usd: number | null; cost_estimated: boolean } {
  if (costUsd != null) return { cost_usd: costUsd, cost_estimated: false };
  const known = {
    input: tokens?.input ?? null,
    cached: tokens?.cached ?? null,
    output: tokens?.output ?? null,
  };
  const cost_usd = estimatedCostUsd(priceOfModel(prices, model ?? '', startedMs), known);
  return { cost_usd, cost_estimated: cost_usd !== null };
}
