import { Text } from '@mantine/core';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { LongText } from '../../../../_components/long-text.tsx';
import { Section } from '../../../../_components/section.tsx';
import classes from './query.module.css';

/** What the application said in advance would be right. */
export function ExpectedSection({ query }: { query: QueryDetail }) {
  const { answer, relevantIds, answerable } = query.expected;
  if (answer === null && relevantIds.length === 0 && answerable === null) return null;
  const found = new Set(query.hits.map((hit) => hit.id));
  return (
    <Section title="Expected">
      {answerable === false ? <Text size="sm">No document should answer this question.</Text> : null}
      {answer === null ? null : <LongText text={answer} />}
      {relevantIds.length === 0 ? null : (
        <ul className={classes.list}>
          {relevantIds.map((id) => (
            <li key={id}>
              <bdi>{id}</bdi>{' '}
              <Text span size="sm" c="dimmed">
                {found.has(id) ? 'found' : 'not among the hits'}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
