import { Text } from '@mantine/core';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { Fold } from '../../../../_components/fold.tsx';
import { countOf } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { NO_QUESTION } from '../../_components/question-text.ts';
import { earlierTurns } from '../../queues/_label/prompt-turns.ts';
import classes from './query.module.css';

export function QuestionSection({ query }: { query: QueryDetail }) {
  const turns = earlierTurns(query.messages);
  const searched = query.retrievalQuery;
  return (
    <Section title="Question">
      {turns.length === 0 ? null : (
        <Fold summary={`${countOf(turns.length, 'earlier message')}`}>
          <ol className={classes.turns}>
            {turns.map((turn, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the messages of a logged prompt never change places
              <li key={i}>
                <Text size="xs" c="dimmed" tt="capitalize">
                  {turn.role}
                </Text>
                <div dir="auto" className={classes.logged}>
                  {turn.text}
                </div>
              </li>
            ))}
          </ol>
        </Fold>
      )}
      <div dir="auto" className={classes.question}>
        {query.question.trim() === '' ? <em>{NO_QUESTION}</em> : query.question}
      </div>
      {searched === null || searched === '' || searched === query.question ? null : (
        <Text size="sm">
          <Text span inherit c="dimmed">
            Searched for:{' '}
          </Text>
          <bdi className={classes.logged}>{searched}</bdi>
        </Text>
      )}
    </Section>
  );
}
