import { Badge, Group, Stack, Text } from '@mantine/core';
import type { QueryDetail, ScoreView } from '#lib/query-log/schema.ts';
import { LongText } from '../../../../_components/long-text.tsx';
import { formatScore } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { SOURCE_WORDS } from '../../_components/label-words.ts';
import classes from './query.module.css';

/** What scorers said of the answer. `hidden`: those of judges and people are kept back until the reader has labelled. */
export function ScoreSection({
  scores,
  hidden,
  tz,
}: {
  scores: QueryDetail['scores'];
  hidden: boolean;
  tz: string;
}) {
  if (scores.length === 0 && !hidden) return null;
  return (
    <Section title="Scores">
      {scores.length === 0 ? null : <ScoreList scores={scores} tz={tz} />}
      {hidden ? (
        <Text size="sm" c="dimmed">
          Scores by judges and people, if there are any, are shown once you have labelled this query.
        </Text>
      ) : null}
    </Section>
  );
}

export function ScoreList({
  scores,
  tz,
}: {
  scores: readonly (ScoreView & { hitId?: string | null })[];
  tz?: string;
}) {
  return (
    <ul className={classes.labels}>
      {scores.map((score) => (
        <li key={scoreKey(score)}>
          <Stack gap={2}>
            <Group gap="xs">
              <ScoreBadge score={score} />
              <Text size="xs" c="dimmed">
                {SOURCE_WORDS[score.source]}
                {score.version === '' ? null : (
                  <>
                    {' '}
                    <bdi>{score.version}</bdi>
                  </>
                )}
                {tz === undefined ? null : ` · ${formatInstant(score.at, tz, 'minute')}`}
              </Text>
            </Group>
            {score.hitId == null ? null : (
              <Text size="xs" c="dimmed">
                Of a hit that this query does not have: <bdi>{score.hitId}</bdi>
              </Text>
            )}
            {score.comment === '' ? null : <LongText text={score.comment} />}
          </Stack>
        </li>
      ))}
    </ul>
  );
}

export function ScoreBadge({ score }: { score: ScoreView }) {
  const said = [score.value === null ? '' : formatScore(score.value), score.label].filter(
    (part) => part !== '',
  );
  return (
    <Badge variant="default" radius="sm" tt="none" fw={500} maw="100%">
      <bdi>{score.name}</bdi>
      {said.length === 0 ? '' : ': '}
      <bdi>{said.join(', ')}</bdi>
    </Badge>
  );
}

export function scoreKey({ name, source, version, hitId }: ScoreView & { hitId?: string | null }): string {
  return [name, source, version, hitId].join('\0');
}
