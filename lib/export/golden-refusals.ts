import { nearDuplicateLookup } from '../text/near-duplicates.ts';
import { timeSlices } from '../text/time-slices.ts';

/**
 * Which rows ask what a golden set asks, or nearly, or are the query that a golden question was made of: by place, the
 * golden question. A model that has learnt them would pass the test without being any better.
 */
export async function goldenRefusals(
  rows: readonly { queryId: string; question: string; searched: string | null }[],
  golden: readonly { question: string; queryId: string | null }[],
): Promise<Map<number, string>> {
  const refused = new Map<number, string>();
  if (golden.length === 0) return refused;
  const lookup = nearDuplicateLookup(golden.map(({ question }) => question));
  const made = new Map(golden.map(({ queryId, question }) => [queryId, question]));
  const pause = timeSlices();
  for (const [place, { queryId, question, searched }] of rows.entries()) {
    const [found] = [...lookup(question), ...(searched === null ? [] : lookup(searched))];
    const text = made.get(queryId) ?? (found === undefined ? undefined : golden[found]?.question);
    if (text !== undefined) refused.set(place, text);
    await pause();
  }
  return refused;
}
