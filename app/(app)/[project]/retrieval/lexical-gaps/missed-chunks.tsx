import { Badge, Group, Text } from '@mantine/core';
import type { LexicalGaps } from '#lib/quality/retrieval-report-schema.ts';
import { Fold } from '../../../../_components/fold.tsx';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import { questionText } from '../../_components/question-text.ts';
import { textBelowTitle } from '../chunk-text.ts';
import classes from '../retrieval.module.css';

type Item = LexicalGaps['items'][number];

/** Questions of a chunk that are seen at once. */
const SHOWN = 5;

/** A card a chunk with the questions whose words it holds; those with most questions first. */
export function MissedChunks({ project, items }: { project: string; items: readonly Item[] }) {
  const byChunk = [...Map.groupBy(items, ({ chunk }) => chunk.chunk).values()].toSorted(
    (a, b) => b.length - a.length,
  );
  return (
    <ol className={classes.cards}>
      {byChunk.map((questions) => (
        <MissedChunk key={questions[0]?.chunk.chunk} project={project} questions={questions} />
      ))}
    </ol>
  );
}

function MissedChunk({ project, questions }: { project: string; questions: readonly Item[] }) {
  const chunk = questions[0]?.chunk;
  if (chunk === undefined) return null;
  return (
    <li className={classes.card}>
      <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
        <bdi>{chunk.title || chunk.id || chunk.chunk}</bdi>
      </Text>
      <div className={classes.text}>
        <bdi>{textBelowTitle(chunk)}</bdi>
      </div>
      <Text size="sm" mt={8}>
        {countOf(questions.length, 'question')} with its words did not find it:
      </Text>
      <Questions project={project} questions={questions.slice(0, SHOWN)} />
      {questions.length > SHOWN ? (
        <Fold summary={`${formatCount(questions.length - SHOWN)} more`}>
          <Questions project={project} questions={questions.slice(SHOWN)} />
        </Fold>
      ) : null}
    </li>
  );
}

function Questions({ project, questions }: { project: string; questions: readonly Item[] }) {
  return (
    <ul className={classes.questions}>
      {questions.map((item) => (
        <li key={item.questionHash}>
          <TextLink
            href={`/${project}/queries/${encodeURIComponent(item.lastId)}?range=all`}
            size="sm"
            underline="always"
            prefetch={false}
          >
            <bdi>{questionText(item.question)}</bdi>
          </TextLink>
          <Group gap={6} mt={2}>
            <Text span size="xs" c="dimmed">
              {`asked ${formatCount(item.asked)} ${item.asked === 1 ? 'time' : 'times'}, ${countOf(item.hits, 'hit')}`}
            </Text>
            {item.terms.map(({ term, chunks }) => (
              <Badge key={term} variant="default" size="sm" tt="none" radius="sm">
                <bdi>{term}</bdi> · {countOf(chunks, 'chunk')}
              </Badge>
            ))}
          </Group>
        </li>
      ))}
    </ul>
  );
}
