import type { QueryDetail } from '#lib/query-log/schema.ts';
import { Fold } from '../../../../_components/fold.tsx';
import { countOf } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { CandidateCard } from './hit-card.tsx';
import classes from './query.module.css';

/** What the store returned before reranking, diversification or a threshold made the hits of it. */
export function CandidateList({ query }: { query: QueryDetail }) {
  if (query.candidates.length === 0) return null;
  return (
    <Section title="Candidates">
      <Fold summary={`${countOf(query.candidates.length, 'candidate')} before reranking or a threshold`}>
        <ol className={classes.hits}>
          {query.candidates.map((hit) => (
            <CandidateCard key={hit.rank} hit={hit} scoreKind={query.scoreKind} />
          ))}
        </ol>
      </Fold>
    </Section>
  );
}
