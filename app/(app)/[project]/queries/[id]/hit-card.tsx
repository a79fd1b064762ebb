import { Badge, Group, Text, Tooltip } from '@mantine/core';
import { IconQuote } from '@tabler/icons-react';
import type { HitView } from '#lib/query-log/schema.ts';
import { Fold } from '../../../../_components/fold.tsx';
import { LongText } from '../../../../_components/long-text.tsx';
import { countOf, formatScore } from '../../../../_components/number-format.ts';
import { GRADE_WORDS } from '../../_components/label-words.ts';
import classes from './query.module.css';
import { ScoreBadge, ScoreList, scoreKey } from './score-section.tsx';

type CandidateView = Omit<HitView, 'grade' | 'cited' | 'scores'>;

/** A hit, or a candidate, which has neither grade nor citation. `anchor` is what a citation links to. */
export function HitCard({
  hit,
  scoreKind,
  citedDerived,
}: {
  hit: HitView;
  scoreKind: string;
  citedDerived: boolean;
}) {
  return (
    <li className={classes.hit} id={`hit-${hit.rank}`}>
      <HitHead hit={hit} scoreKind={scoreKind}>
        {hit.cited ? <Cited derived={citedDerived} /> : null}
        <Grade grade={hit.grade} />
        {hit.scores.map((score) => (
          <ScoreBadge key={scoreKey(score)} score={score} />
        ))}
      </HitHead>
      <HitBody hit={hit} />
      {hit.scores.length === 0 ? null : (
        <Fold summary={countOf(hit.scores.length, 'score')}>
          <ScoreList scores={hit.scores} />
        </Fold>
      )}
    </li>
  );
}

export function CandidateCard({ hit, scoreKind }: { hit: CandidateView; scoreKind: string }) {
  return (
    <li className={classes.hit}>
      <HitHead hit={hit} scoreKind={scoreKind} />
      <HitBody hit={hit} />
    </li>
  );
}

function HitHead({
  hit,
  scoreKind,
  children,
}: {
  hit: CandidateView;
  scoreKind: string;
  children?: React.ReactNode;
}) {
  return (
    <Group gap="xs" align="baseline" mb={4}>
      <span className={classes.rank}>{hit.rank}</span>
      <Text fw={500} size="sm" style={{ flex: '1 1 12rem' }}>
        <bdi>{hit.title || hit.id}</bdi>
      </Text>
      {children}
      <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
        <Text span inherit c="dimmed">
          {scoreKind}{' '}
        </Text>
        {hit.score === null ? 'not logged' : formatScore(hit.score)}
      </Text>
    </Group>
  );
}

function HitBody({ hit }: { hit: CandidateView }) {
  const metadata = Object.entries(hit.metadata);
  return (
    <>
      {hit.text === null ? (
        <Text size="sm" c="dimmed">
          The text of this hit was not logged.
        </Text>
      ) : (
        <LongText text={hit.text} />
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {hit.source === '' ? null : (
          <>
            <bdi>{hit.source}</bdi>
            {' · '}
          </>
        )}
        id <bdi>{hit.id}</bdi>
      </Text>
      {metadata.length === 0 ? null : (
        <Fold summary="Metadata">
          <dl className={classes.facts}>
            {metadata.map(([key, value]) => (
              <div key={key} style={{ display: 'contents' }}>
                <dt>
                  <bdi>{key}</bdi>
                </dt>
                <dd>
                  <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </Fold>
      )}
    </>
  );
}

function Cited({ derived }: { derived: boolean }) {
  const badge = (
    <Badge
      variant="default"
      radius="sm"
      tt="none"
      fw={500}
      leftSection={<IconQuote size={12} aria-hidden />}
      {...(derived ? { tabIndex: 0 } : {})}
    >
      {derived ? 'Cited (derived)' : 'Cited'}
    </Badge>
  );
  if (!derived) return badge;
  return (
    <Tooltip
      multiline
      w={260}
      label="Not logged by the application: found in the answer as [n], id, title or a shared run of eight words."
    >
      {badge}
    </Tooltip>
  );
}

function Grade({ grade }: { grade: number | null }) {
  if (grade === null) return null;
  return (
    <Badge variant="default" radius="sm" tt="none" fw={500}>
      Grade {grade}: {GRADE_WORDS[grade as 0 | 1 | 2 | 3]?.toLowerCase()}
    </Badge>
  );
}
