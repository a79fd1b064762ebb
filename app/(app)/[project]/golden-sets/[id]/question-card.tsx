import { ActionIcon, Badge, Card, Group, List, ListItem, Stack, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { GoldenQuestionView } from '#lib/golden-sets/schema.ts';
import { LongText } from '../../../../_components/long-text.tsx';
import { TextLink } from '../../../../_components/text-link.tsx';
import { kindWords } from '../_components/kind-words.ts';

/** A question with what a good answer to it is. */
export function QuestionCard({
  project,
  number,
  question,
  mark,
  onEdit,
}: {
  project: string;
  number: number;
  question: GoldenQuestionView;
  mark: ReactNode;
  onEdit?: () => void;
}) {
  const { queryId, kind, idealAnswer, requiredFacts, relevantIds, answerable, isHidden } = question;
  return (
    <Card component="li" withBorder p="sm">
      <Stack gap={6}>
        <Group justify="space-between" wrap="nowrap" align="start">
          <Group gap="sm" wrap="nowrap" align="start" miw={0}>
            {mark}
            <Text fw={500} dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {`${number}. `}
              <bdi>{question.question}</bdi>
            </Text>
          </Group>
          {onEdit !== undefined && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Change question ${number}`}
              onClick={onEdit}
            >
              <IconPencil size={18} aria-hidden />
            </ActionIcon>
          )}
        </Group>
        {isHidden && (
          <Text size="sm" c="dimmed">
            What was found of its query is hidden from you until you have labelled it.
          </Text>
        )}
        {idealAnswer !== null && <LongText text={idealAnswer} />}
        {idealAnswer === null && !isHidden && (
          <Text size="sm" c="dimmed">
            No ideal answer
          </Text>
        )}
        {requiredFacts.length > 0 && (
          <List size="sm" aria-label="Required facts">
            {requiredFacts.map((fact) => (
              <ListItem key={fact}>
                <bdi>{fact}</bdi>
              </ListItem>
            ))}
          </List>
        )}
        <Group gap="xs">
          {relevantIds.map((id) => (
            <Badge key={id} variant="light" color="gray" tt="none" fw={500} maw="100%">
              <bdi>{id}</bdi>
            </Badge>
          ))}
          {answerable === false && (
            <Badge variant="outline" color="gray" tt="none">
              Nothing to find
            </Badge>
          )}
          {kind !== null && (
            <Text size="sm" c="dimmed">
              {kindWords(kind)}
            </Text>
          )}
          {queryId !== null && (
            <TextLink href={`/${project}/queries/${encodeURIComponent(queryId)}`} size="sm" prefetch={false}>
              Its query
            </TextLink>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
