import { Group, Text } from '@mantine/core';
import type { KnownChunk } from '#lib/quality/chunk-health-schema.ts';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import { textBelowTitle } from '../chunk-text.ts';
import classes from '../retrieval.module.css';

/** A text of this length may go on. */
const SHOWN_LENGTH = 400;

/** A known chunk: what it is called, why the rule fired for it, how it was used, and how it begins. */
export function ChunkCard({ chunk }: { chunk: KnownChunk }) {
  return (
    <li className={classes.card}>
      <Group gap="xs" justify="space-between" align="baseline">
        <Text fw={500} size="sm" style={{ overflowWrap: 'anywhere' }}>
          <bdi>{chunk.title || chunk.id || chunk.chunk}</bdi>
        </Text>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <bdi>{chunk.because}</bdi>
        </Text>
      </Group>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {chunk.source === '' ? null : (
          <>
            <bdi>{chunk.source}</bdi>
            {' · '}
          </>
        )}
        {usedWords(chunk)}
      </Text>
      <div className={classes.text}>
        {chunk.text === null ? (
          <Text span size="sm" c="dimmed">
            It came without a text.
          </Text>
        ) : (
          <bdi>{shownText(chunk.title, chunk.text)}</bdi>
        )}
      </div>
    </li>
  );
}

function shownText(title: string, text: string): string {
  return `${textBelowTitle({ title, text })}${text.length < SHOWN_LENGTH ? '' : '…'}`;
}

function usedWords({ queries, graded, relevant }: KnownChunk): string {
  const used = queries === 0 ? 'not retrieved' : `hit of ${countOf(queries, 'query', 'queries')}`;
  return graded === 0
    ? used
    : `${used} · relevant for ${formatCount(relevant)} of ${countOf(graded, 'graded question')}`;
}
