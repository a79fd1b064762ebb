import { Badge, Group, Text } from '@mantine/core';
import type { DocumentChunks } from '#lib/pipeline/queries/documents.ts';
import { isTooLong, isTooShort, lacksHeading, startsMidSentence } from '#lib/text/chunk-rules.ts';
import { countOf } from '../../../../../../_components/number-format.ts';
import classes from './chunk-list.module.css';
import { chunkSpans, type Span } from './chunk-spans.ts';

type Chunk = DocumentChunks['chunks'][number];

/** The document's text with its chunks drawn over it; what two chunks share and what is in none is said. */
export function ChunkList({ document }: { document: DocumentChunks }) {
  const { text, chunks } = document;
  if (chunks.length === 0) return <div className={classes.text}>{text}</div>;
  return (
    <div className={classes.document}>
      {chunkSpans(text.length, chunks).map((span) => (
        <SpanView key={span.start} span={span} document={document} />
      ))}
    </div>
  );
}

function SpanView({ span, document }: { span: Span; document: DocumentChunks }) {
  const text = document.text.slice(span.start, span.end);
  const [place] = span.chunks;
  if (place === undefined)
    return text.trim() === '' ? null : <div className={classes.outside}>{text.trim()}</div>;
  const begins = span.chunks.filter((at) => document.chunks[at]?.start === span.start);
  return (
    <div className={`${classes.span} ${classes[span.chunks.length > 1 ? 'shared' : `tone${place % 2}`]}`}>
      {begins.map((at) => (
        <ChunkHead key={at} number={at + 1} chunk={document.chunks[at]} document={document} />
      ))}
      {span.chunks.length > 1 ? (
        <Text size="xs" c="dimmed">
          In chunks {span.chunks.map((at) => at + 1).join(' and ')}
        </Text>
      ) : null}
      <div className={classes.text}>{text.trim()}</div>
    </div>
  );
}

function ChunkHead({
  number,
  chunk,
  document,
}: {
  number: number;
  chunk: Chunk | undefined;
  document: DocumentChunks;
}) {
  if (chunk === undefined) return null;
  const path = chunk.headings.join(' > ');
  return (
    <Group gap="xs" mb={4}>
      <Text size="sm" fw={600}>
        Chunk {number}
      </Text>
      <Text size="xs" c="dimmed">
        {countOf(chunk.tokens, 'token')}
        {path === '' ? '' : ' · '}
        <bdi>{path}</bdi>
      </Text>
      {findingsOf(chunk, document).map((words) => (
        <Badge key={words} variant="default" radius="sm" tt="none" fw={500}>
          {words}
        </Badge>
      ))}
    </Group>
  );
}

/** What the rules of chunk health say of a chunk as it is indexed: its headings count as its own. */
function findingsOf({ start, end, headings, context }: Chunk, document: DocumentChunks): string[] {
  const text = document.text.slice(start, end);
  const body = { text };
  const asIndexed = { text, title: headings.join(' ') };
  return [
    isTooShort(body) ? 'Too short' : '',
    isTooLong(body) ? 'Too long' : '',
    startsMidSentence(body) ? 'Starts mid-sentence' : '',
    headings.length === 0 && context === '' && lacksHeading(asIndexed) ? 'No heading' : '',
  ].filter((words) => words !== '');
}
