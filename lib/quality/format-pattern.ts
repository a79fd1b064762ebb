import { RE2JS } from 're2js';
import type { FormatCheck } from './checked-format.ts';
import type { FormatDefinition } from './format-schema.ts';

/** Counted repetition is written out when compiled, and time grows with it. */
const MOST_REPETITIONS = 100;

/**
 * Searches with RE2, whose time grows with the length of the text alone, never with the square of it: the pattern is
 * a user's, and the built-in engine could be made to run for years. Throws for a pattern that is none.
 */
export function patternCheck({
  pattern,
  ignoreCase,
  multiline,
  dotAll,
}: Extract<FormatDefinition, { kind: 'regex' }>): FormatCheck {
  const compiled = compilePattern(pattern, { ignoreCase, multiline, dotAll });
  return (answer) => (compiled.matcher(answer).find() ? '' : `does not match ${pattern}`);
}

/** Throws for a pattern that is none, or would be slow. */
export function compilePattern(
  pattern: string,
  options: { ignoreCase?: boolean; multiline?: boolean; dotAll?: boolean } = {},
): RE2JS {
  const counts = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, low, high]) =>
    Math.max(Number(low), Number(high ?? 0)),
  );
  if (counts.reduce((product, count) => product * Math.max(1, count), 1) > MOST_REPETITIONS)
    throw new Error(`counted repetitions such as {3,20} may come to ${MOST_REPETITIONS} in all`);
  const flags =
    (options.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (options.multiline ? RE2JS.MULTILINE : 0) |
    (options.dotAll ? RE2JS.DOTALL : 0);
  return RE2JS.compile(pattern, flags);
}
