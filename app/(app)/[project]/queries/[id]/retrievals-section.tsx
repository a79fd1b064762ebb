import { Badge, Group, Text } from '@mantine/core';
import type { RetrievalView, TraceView } from '#lib/ingest/queries/read-trace.ts';
import { Fold } from '../../../../_components/fold.tsx';
import { countOf, formatMs } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { CandidateCard } from './hit-card.tsx';
import classes from './query.module.css';

/** Each search and reranking of the query, and which of them its hits come from. */
export function RetrievalsSection({ trace }: { trace: TraceView }) {
  const { retrievals } = trace;
  if (retrievals.length === 0) return null;
  return (
    <Section title="Retrievals">
      <ol className={classes.hits}>
        {retrievals.map((retrieval, place) => (
          <li key={retrieval.spanId} className={classes.hit}>
            <Retrieval retrieval={retrieval} ranks={ranksFrom(trace, place)} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Retrieval({ retrieval, ranks }: { retrieval: RetrievalView; ranks: readonly number[] }) {
  const { hits, error, query, topK } = retrieval;
  const asked = topK === null ? '' : `, ${topK} asked for`;
  return (
    <>
      <Group gap="xs" align="baseline">
        <Text fw={500} size="sm" style={{ flex: '1 1 12rem' }}>
          <bdi>{retrieval.retriever}</bdi>
        </Text>
        {retrieval.kind === 'reranker' ? <Badge variant="default">reranker</Badge> : null}
        {error === null ? null : (
          <Badge variant="light" color="red">
            failed
          </Badge>
        )}
        <Text size="sm">{formatMs(retrieval.durationMs)}</Text>
      </Group>
      {query === null ? null : (
        <Text size="sm">
          <Text span inherit c="dimmed">
            searched for{' '}
          </Text>
          <bdi>{query}</bdi>
        </Text>
      )}
      {error === null ? null : (
        <Text size="sm">
          <bdi>{[error.type, error.message].filter((part) => part !== '').join(': ')}</bdi>
        </Text>
      )}
      {ranks.length === 0 ? null : (
        <Text size="xs" c="dimmed">
          Gave {ranks.length === 1 ? 'hit' : 'hits'} {ranks.join(', ')} of the query.
        </Text>
      )}
      {hits === null ? (
        <Text size="sm" c="dimmed">
          {error === null ? 'What it found was not sent.' : 'It gave no hits.'}
        </Text>
      ) : hits.length === 0 ? (
        <Text size="sm" c="dimmed">
          It ran and found nothing{asked}.
        </Text>
      ) : (
        <Fold summary={`${countOf(hits.length, 'hit')}${asked}`}>
          <ol className={classes.hits}>
            {hits.map((hit) => (
              <CandidateCard key={hit.rank} hit={{ ...hit, metadata: {} }} scoreKind={retrieval.scoreKind} />
            ))}
          </ol>
        </Fold>
      )}
    </>
  );
}

/** Ranks, from 1, of the query's hits that the retrieval at this place gave. */
function ranksFrom({ ofHits }: TraceView, place: number): number[] {
  return ofHits.flatMap((of, i) => (of === place ? [i + 1] : []));
}
