import { Group, Text } from '@mantine/core';
import type { QueryRetrieval } from '#lib/quality/retrieval-detail-schema.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import { formatShare } from '../../../../_components/time-series/value-format.ts';
import { GRADE_WORDS } from '../../_components/label-words.ts';
import classes from './query.module.css';

const LAMBDAS = [0, 0.25, 0.5, 0.75, 1];
const SOURCE_WORDS = { people: 'graded by people', expected: 'expected' } as const;

/** How the hits repeat each other, what ranking lost of the candidates, and what MMR would have made of them. */
export function RankingSection({
  retrieval,
  href,
}: {
  retrieval: QueryRetrieval;
  href: (lambda: number) => string;
}) {
  const { hits, mmr, recall, k, lambda } = retrieval;
  if (hits.compared < 2 && mmr === null) return null;
  return (
    <Section title="Ranking">
      {hits.compared < 2 ? null : <Text size="sm">{`The first ${k} hits: ${diversityWords(hits)}`}</Text>}
      {recall.map((one) => (
        <Text key={one.source} size="sm">
          {`Of ${countOf(one.relevant, 'relevant chunk')} (${SOURCE_WORDS[one.source]}) the store returned ${formatShare(one.candidates)}, the first ${k} hits hold ${formatShare(one.hitsAtK)}: ranking lost ${formatShare(one.lostByRanking)}.`}
        </Text>
      ))}
      {mmr === null ? null : (
        <>
          <Group gap={4} component="nav" aria-label="Lambda of MMR" mt="xs">
            <Text size="sm">MMR with lambda</Text>
            {LAMBDAS.map((choice) => (
              <ButtonLink
                key={choice}
                href={href(choice)}
                size="compact-sm"
                variant={choice === lambda ? 'light' : 'subtle'}
                color={choice === lambda ? 'blue' : 'gray'}
                aria-label={`lambda ${choice}`}
                {...(choice === lambda ? { 'aria-current': 'true' as const } : {})}
              >
                {String(choice)}
              </ButtonLink>
            ))}
          </Group>
          <Text size="sm" c="dimmed" maw={720}>
            What maximal marginal relevance would have returned of the candidates: 1 looks at relevance alone,
            0 at diversity alone. Similarity is the TF-IDF cosine of the words, not that of the store’s
            vectors. {diversityWords(mmr.diversity)}
          </Text>
          <ol className={classes.hits}>
            {mmr.items.map((item, place) => (
              <li key={item.candidate}>
                <Text size="sm">
                  <span className={classes.rank}>{place + 1}</span>{' '}
                  <bdi>{item.title || item.id || item.chunk}</bdi>{' '}
                  <Text span inherit c="dimmed">
                    {[
                      `candidate ${item.candidate}`,
                      item.hitRank === null ? `not among the first ${k} hits` : `hit ${item.hitRank}`,
                      item.grade === null ? undefined : GRADE_WORDS[item.grade],
                    ]
                      .filter((part) => part !== undefined)
                      .join(' · ')}
                  </Text>
                </Text>
              </li>
            ))}
          </ol>
        </>
      )}
    </Section>
  );
}

function diversityWords({
  duplicates,
  nearDuplicates,
  compared,
  meanSimilarity,
}: QueryRetrieval['hits']): string {
  const repeats = `${countOf(duplicates, 'duplicate')} and ${countOf(nearDuplicates, 'near-duplicate')} of ${compared}`;
  return meanSimilarity === null
    ? `${repeats}.`
    : `${repeats}, mean similarity ${formatShare(meanSimilarity)}.`;
}
