import { List, ListItem, Stack, Text } from '@mantine/core';
import type { GoldenQuestionView, VersionDifference } from '#lib/golden-sets/schema.ts';
import { Section } from '../../../../_components/section.tsx';

const FIELDS = {
  question: 'question',
  idealAnswer: 'ideal answer',
  requiredFacts: 'required facts',
  relevantIds: 'relevant documents',
  answerable: 'answerable',
} as const;

/** What came in, left and changed between two versions. */
export function DifferenceSection({ difference }: { difference: VersionDifference }) {
  const { from, to, added, removed, changed } = difference;
  const isEmpty = added.length + removed.length + changed.length === 0;
  return (
    <Section title={`From version ${from} to ${to}`}>
      {isEmpty && <Text size="sm">Both hold the same questions.</Text>}
      <Questions title="Came in" questions={added} />
      <Questions title="Left" questions={removed} />
      {changed.length > 0 && (
        <Stack gap={4}>
          <Text size="sm" fw={500}>{`Changed: ${changed.length}`}</Text>
          <List size="sm">
            {changed.map(({ before, after }) => (
              <ListItem key={after.key}>
                <bdi>{after.question}</bdi>{' '}
                <Text span size="sm" c="dimmed">
                  {changedFields(before, after).join(', ')}
                </Text>
              </ListItem>
            ))}
          </List>
        </Stack>
      )}
    </Section>
  );
}

function Questions({ title, questions }: { title: string; questions: readonly GoldenQuestionView[] }) {
  if (questions.length === 0) return null;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500}>{`${title}: ${questions.length}`}</Text>
      <List size="sm">
        {questions.map(({ key, question }) => (
          <ListItem key={key}>
            <bdi>{question}</bdi>
          </ListItem>
        ))}
      </List>
    </Stack>
  );
}

function changedFields(before: GoldenQuestionView, after: GoldenQuestionView): string[] {
  return Object.entries(FIELDS).flatMap(([field, words]) => {
    const name = field as keyof typeof FIELDS;
    return JSON.stringify(before[name]) === JSON.stringify(after[name]) ? [] : [words];
  });
}
