import { Alert, Text } from '@mantine/core';
import { IconZoomExclamation } from '@tabler/icons-react';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { HitCard } from './hit-card.tsx';
import classes from './query.module.css';

export function HitSection({ query }: { query: QueryDetail }) {
  const { hits, topK } = query;
  const asked = topK === null ? undefined : `asked ${topK}, got ${hits.length}`;
  return (
    <Section
      title="Retrieval hits"
      aside={
        query.retrieved && query.hits.length > 0 ? (
          <Text size="sm" c="dimmed">
            {asked ?? countOf(hits.length, 'hit')}
          </Text>
        ) : null
      }
    >
      {hits.length === 0 ? (
        <NoHits query={query} asked={asked} />
      ) : (
        <ol className={classes.hits}>
          {hits.map((hit) => (
            <HitCard key={hit.rank} hit={hit} scoreKind={query.scoreKind} citedDerived={query.citedDerived} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function NoHits({ query, asked }: { query: QueryDetail; asked: string | undefined }) {
  if (query.error?.stage === 'retrieval') {
    return <Text c="dimmed">Retrieval failed, so it is not known what it would have found.</Text>;
  }
  if (!query.retrieved) return <Text c="dimmed">No retrieval was logged with this query.</Text>;
  return (
    <Alert
      variant="default"
      icon={<IconZoomExclamation size={18} color="var(--fl-bad)" aria-hidden />}
      title={
        <Text inherit c="var(--mantine-color-text)">
          Zero hits
        </Text>
      }
    >
      Retrieval ran and found nothing{asked === undefined ? '' : ` (${asked})`}. The query counts as 0 in hit
      rate, precision, MRR and nDCG.
    </Alert>
  );
}
