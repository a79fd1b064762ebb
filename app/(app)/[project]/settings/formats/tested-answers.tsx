import { Stack, Table, Text } from '@mantine/core';
import type { TestedFormat } from '#lib/quality/format-schema.ts';
import { formatCount } from '../../../../_components/number-format.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';

const OUTCOME_WORDS = { ok: 'As asked', failed: 'Not as asked', unchecked: 'Not checked' } as const;

/** What a rule said of each answer that it was tried on; those that fail come first. */
export function TestedAnswers({
  project,
  tested,
  tz,
}: {
  project: string;
  tested: TestedFormat;
  tz: string;
}) {
  const { checked, failed } = tested;
  if (tested.answers.length === 0)
    return (
      <Text role="status">There is no answer to try it on: none was logged for these prompt versions.</Text>
    );
  const ordered = tested.answers.toSorted(
    (a, b) => Number(b.outcome === 'failed') - Number(a.outcome === 'failed'),
  );
  return (
    <Stack gap="xs">
      <Text role="status" fw={600}>
        {formatCount(checked - failed)} of {formatCount(checked)} as asked.
      </Text>
      <Table.ScrollContainer minWidth={640} mah={360} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={4} aria-label="Answers that the rule was tried on" fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={110}>Result</Table.Th>
              <Table.Th>Reason</Table.Th>
              <Table.Th>Answer</Table.Th>
              <Table.Th w={150}>Asked</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ordered.map(({ id, startedAt, excerpt, outcome, reason }) => (
              <Table.Tr key={id ?? 'own'}>
                <Table.Td fw={outcome === 'failed' ? 600 : 400}>{OUTCOME_WORDS[outcome]}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  <bdi>{reason}</bdi>
                </Table.Td>
                <Table.Td maw={280}>
                  <Text size="sm" truncate>
                    <bdi>{excerpt}</bdi>
                  </Text>
                </Table.Td>
                <Table.Td>
                  {id === null || startedAt === null ? (
                    'typed here'
                  ) : (
                    <TextLink href={`/${project}/queries/${encodeURIComponent(id)}`} inherit prefetch={false}>
                      {formatInstant(startedAt, tz, 'minute')}
                    </TextLink>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
