import { Alert, Group, Paper, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { SafeMarkdown } from '../../../../_components/safe-markdown.tsx';
import { Section } from '../../../../_components/section.tsx';
import classes from './query.module.css';

export function AnswerSection({ query }: { query: QueryDetail }) {
  const { answer, error } = query;
  return (
    <Section title="Answer">
      {error === null ? null : <Failure error={error} />}
      {answer === null ? (
        error === null ? (
          <Text c="dimmed">No answer in text was logged; it may have made tool calls only.</Text>
        ) : null
      ) : answer.trim() === '' ? (
        <Text c="dimmed">The answer is empty.</Text>
      ) : (
        <Paper withBorder px="md" py="sm" radius="md">
          <SafeMarkdown text={answer} citations={query.hits.length} />
        </Paper>
      )}
    </Section>
  );
}

const STAGES: Record<string, string> = {
  retrieval: 'Retrieval failed',
  generation: 'Generation failed',
};

function Failure({ error }: { error: NonNullable<QueryDetail['error']> }) {
  return (
    <Alert
      variant="default"
      icon={<IconAlertTriangle size={18} color="var(--fl-bad)" aria-hidden />}
      title={STAGES[error.stage] ?? 'The query failed'}
    >
      <Group gap={6}>
        {error.type === '' ? null : (
          <Text span size="sm" fw={600}>
            <bdi>{error.type}</bdi>
          </Text>
        )}
        <span dir="auto" className={classes.logged}>
          {error.message || 'No message was logged.'}
        </span>
      </Group>
    </Alert>
  );
}
