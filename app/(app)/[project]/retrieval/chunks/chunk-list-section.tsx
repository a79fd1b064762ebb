import { EmptyState, Group, Text, Title } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import { type ChunkRule, type KnownChunk, RULE_WORDS } from '#lib/quality/chunk-health-schema.ts';
import type { ChunkList } from '#lib/quality/queries/chunk-list.ts';
import { CsvDownload } from '../../../../_components/csv-download.tsx';
import { formatCount } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import classes from '../retrieval.module.css';
import { ChunkCard } from './chunk-card.tsx';

/** All chunks for which one rule fires, a page of them. */
export function ChunkListSection(props: {
  rule: ChunkRule;
  list: ChunkList;
  offset: number;
  limit: number;
  here: (change: Record<string, string>) => string;
}) {
  const { rule, list, offset, limit, here } = props;
  const { name, rule: says, advice } = RULE_WORDS[rule];
  const last = offset + list.items.length;
  return (
    <Section
      title={name}
      aside={list.items.length === 0 ? null : <CsvDownload title={name} table={csvOf(list.items)} />}
    >
      <Text size="sm" maw={760}>
        {says} {advice}
      </Text>
      <Group justify="space-between">
        <ButtonLink href={here({})} size="compact-sm" variant="default">
          All rules
        </ButtonLink>
        {list.items.length === 0 ? null : (
          <Text size="sm" role="status">
            {`${formatCount(offset + 1)} to ${formatCount(last)} of ${formatCount(list.total)}`}
          </Text>
        )}
      </Group>
      {list.items.length === 0 ? (
        <EmptyState icon={<IconPuzzle size={40} stroke={1.4} aria-hidden />} py="xl">
          <Title order={3} size="h4" ta="center">
            {offset === 0 ? 'The rule fires for no chunk' : 'There are no more'}
          </Title>
        </EmptyState>
      ) : (
        <ol className={classes.cards} start={offset + 1}>
          {list.items.map((chunk) => (
            <ChunkCard key={chunk.chunk} chunk={chunk} />
          ))}
        </ol>
      )}
      <Group component="nav" aria-label="Pages" justify="center" gap="xs">
        {offset === 0 ? null : (
          <ButtonLink href={here({ rule, offset: String(Math.max(0, offset - limit)) })} variant="default">
            Previous
          </ButtonLink>
        )}
        {list.nextOffset === null ? null : (
          <ButtonLink href={here({ rule, offset: String(list.nextOffset) })} variant="default">
            Next
          </ButtonLink>
        )}
      </Group>
    </Section>
  );
}

function csvOf(items: readonly KnownChunk[]) {
  return {
    columns: [
      'chunk',
      'id',
      'title',
      'source',
      'because',
      'words',
      'queries',
      'graded',
      'relevant',
      'alike',
      'text',
    ],
    rows: items.map((item) => [
      item.chunk,
      item.id,
      item.title,
      item.source,
      item.because,
      item.words,
      item.queries,
      item.graded,
      item.relevant,
      item.alike.join(' '),
      item.text,
    ]),
  };
}
