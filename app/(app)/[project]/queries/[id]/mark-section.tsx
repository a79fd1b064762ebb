import { formatBytes } from '#lib/platform/format-bytes.ts';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { Section } from '../../../../_components/section.tsx';
import classes from './query.module.css';

const MARK_WORDS: Record<string, string> = {
  clock_skew: 'Its start lay more than ten minutes ahead, and was set to its arrival.',
  negative_latency: 'A latency below zero was left out.',
  inexact_integer: 'A whole number was too large to be kept exactly.',
  control_characters: 'Control characters were replaced by their pictures.',
  lone_surrogates: 'Broken characters were replaced by U+FFFD.',
  cut: 'A field was too long and was cut; the query is left out of training files.',
  hits_cut: 'There were more hits than are kept; the first 200 are.',
  candidates_cut: 'There were more candidates than are kept; the first 200 are.',
  conflicting: 'The same id was sent again with other content; the first is kept.',
};

/** What was changed or noticed when the query was taken in. */
export function MarkSection({ query }: { query: QueryDetail }) {
  const cuts = Object.entries(query.cutLengths);
  if (query.marks.length === 0 && cuts.length === 0) return null;
  return (
    <Section title="Noted on arrival">
      <ul className={classes.list}>
        {query.marks.map((mark) => (
          <li key={mark}>{MARK_WORDS[mark] ?? mark}</li>
        ))}
        {cuts.map(([path, bytes]) => (
          <li key={path}>
            <bdi>{path}</bdi> had {formatBytes(bytes)}.
          </li>
        ))}
      </ul>
    </Section>
  );
}
