import { Box, Group, Text, Title } from '@mantine/core';
import type { QuadrantChange, Quadrant as QuadrantData } from '#lib/quality/schema.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { CsvDownload } from '../../../_components/csv-download.tsx';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { Quadrant, type QuadrantCell } from '../../../_components/quadrant/quadrant.tsx';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatInterval, formatShare } from '../../../_components/time-series/value-format.ts';
import classes from './overview.module.css';
import { retrievalCoverage } from './overview-numbers.ts';
import { quadrantTable } from './overview-tables.ts';

/** Above this share of unknown retrievals a cell is a band; above the second the shares are not to be leaned on. */
const BAND_ABOVE = 0.1;
const UNSURE_ABOVE = 0.3;

const MEANINGS = {
  'good-good': 'Both sides work',
  'good-bad': 'Answer side breaks',
  'bad-good': 'Right without evidence',
  'bad-bad': 'Retrieval side breaks',
} as const;

const OTHER_COUNTS: { label: string; states: string[] }[] = [
  { label: 'Labelled, retrieval unknown', states: ['unknown-good', 'unknown-bad'] },
  { label: 'Not labelled, or undecided', states: ['good-none', 'bad-none', 'unknown-none'] },
  {
    label: 'Nothing to find',
    states: ['nothing_to_find-good', 'nothing_to_find-bad', 'nothing_to_find-none'],
  },
  { label: 'Retrieval failed', states: ['failed-good', 'failed-bad', 'failed-none'] },
  { label: 'Retrieval not used', states: ['not_used-good', 'not_used-bad', 'not_used-none'] },
];

/** Which side breaks: the four cells, and every other query beside them. */
export function QuadrantPanel(props: {
  project: string;
  filter: Filter;
  quadrant: QuadrantData;
  change: QuadrantChange | null;
}) {
  const { quadrant } = props;
  const href = (more: Filter) =>
    `/${props.project}/queries?${toSearchParams({ ...props.filter, k: quadrant.k, ...more })}`;
  return (
    <section className={classes.panel} aria-labelledby="quadrant-heading">
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="h5" id="quadrant-heading">
          Which side breaks
        </Title>
        {quadrant.total === 0 ? null : (
          <CsvDownload title="Which side breaks" table={quadrantTable(quadrant)} />
        )}
      </Group>
      <Text size="sm" className={classes.muted}>
        Retrieval is good when one of the top {quadrant.k} hits is relevant; an answer is good when it is
        correct.
        {quadrant.n === 0
          ? ''
          : ` Shares are of the ${countOf(quadrant.n, 'query', 'queries')} where both are known.`}
      </Text>
      <div className={classes.quadrant}>
        <Box miw={0}>
          {quadrant.n === 0 ? (
            <div className={classes.nothing}>
              <Text fw={600}>No query has both sides known yet</Text>
              <Text size="sm">
                Label queries and grade their hits, and each falls into one of four cells: both sides work,
                the answer side breaks, the retrieval side breaks, or right without evidence.
              </Text>
            </div>
          ) : (
            <Cells quadrant={quadrant} href={href} />
          )}
        </Box>
        <OtherCounts quadrant={quadrant} href={href} />
      </div>
      {quadrant.n === 0 ? null : <Text size="sm">{summaryOf(quadrant)}</Text>}
      {props.change === null || quadrant.n === 0 ? null : <Text size="sm">{changeText(props.change)}</Text>}
    </section>
  );
}

function Cells({ quadrant, href }: { quadrant: QuadrantData; href: (more: Filter) => string }) {
  const coverage = retrievalCoverage(quadrant);
  const cell = (name: keyof typeof MEANINGS): QuadrantCell => {
    const found = quadrant.cells.find((item) => item.cell === name);
    const n = found?.n ?? 0;
    const zeroHit = found?.zeroHit ?? 0;
    return {
      meaning: MEANINGS[name],
      count: n,
      countText: formatCount(n),
      ...(found === undefined ? { shareText: '', basisText: '' } : shareTexts(found, quadrant)),
      weight: quadrant.n === 0 ? 0 : n / quadrant.n,
      isGood: name === 'good-good',
      href: href({ cell: [name] }),
      part:
        zeroHit === 0
          ? undefined
          : {
              text: `${formatCount(zeroHit)} found nothing`,
              share: zeroHit / n,
              href: href({ cell: [name], zeroHit: true }),
            },
    };
  };
  const isUnsure = coverage.share > UNSURE_ABOVE;
  return (
    <Quadrant
      caption={captionOf(quadrant, coverage, isUnsure)}
      columns={['Answer good', 'Answer bad']}
      rows={['Retrieval good', 'Retrieval bad']}
      cells={[
        [cell('good-good'), cell('good-bad')],
        [cell('bad-good'), cell('bad-bad')],
      ]}
      isUnsure={isUnsure}
    />
  );
}

/** What the cells say of where to begin, in counts: "Of 33 bad answers, 24 came with bad retrieval and 9 with good." */
function summaryOf({ cells }: QuadrantData): string {
  const countIn = (name: string) => cells.find(({ cell }) => cell === name)?.n ?? 0;
  const [withBad, withGood] = [countIn('bad-bad'), countIn('good-bad')];
  const bad = withBad + withGood;
  if (bad === 0) return 'No answer with a known retrieval is bad.';
  return `Of ${countOf(bad, 'bad answer')} with a known retrieval, ${formatCount(withBad)} came with bad retrieval and ${formatCount(withGood)} with good.`;
}

/** "Against the 7 days before: both sides work −12 points (81 % then), ..."; only what has a share on both sides. */
function changeText({ range, n, cells }: QuadrantChange): string {
  const days = Math.round((Date.parse(range.to) - Date.parse(range.from)) / 8_640_000) / 10;
  const period = `Against the ${formatCount(days)} ${days === 1 ? 'day' : 'days'} before`;
  if (cells.length === 0) {
    return `${period}: too few known pairs to compare (${formatCount(n)} then).`;
  }
  const moves = cells.map(({ cell, before, difference, different }) => {
    const points = Math.round(difference * 100);
    const sign = points > 0 ? '+' : points < 0 ? '−' : '±';
    return `${MEANINGS[cell].toLowerCase()} ${sign}${Math.abs(points)} points from ${formatShare(before)}${different ? ' (different)' : ''}`;
  });
  const word = cells.some(({ different }) => different)
    ? ''
    : ' None of these moves is larger than chance makes them for a team that looks every day.';
  return `${period} (${countOf(n, 'known pair')}): ${moves.join('; ')}.${word}`;
}

function captionOf(
  quadrant: QuadrantData,
  { unknown, share }: ReturnType<typeof retrievalCoverage>,
  isUnsure: boolean,
): string {
  const sentences = [];
  if (isUnsure) {
    sentences.push(
      `${formatShare(share)} of the labelled answers have ungraded hits: grade the hits of ${countOf(unknown, 'more query', 'more queries')} before leaning on these shares.`,
    );
  } else if (share > BAND_ABOVE) {
    sentences.push(
      `${countOf(unknown, 'labelled query', 'labelled queries')} with ungraded hits could belong to either row; “at most” counts them in.`,
    );
  }
  if (quadrant.sample === 'not_random') {
    sentences.push('Not a random sample: the shares describe the labelled queries only.');
  } else if (quadrant.sample === 'mixed') {
    sentences.push(
      `The shares rest on the ${formatCount(quadrant.randomN)} pairs drawn at random and are weighted by how; the ranges are 95 % intervals.`,
    );
  } else {
    sentences.push('The shares are weighted by how queries were drawn; the ranges are 95 % intervals.');
  }
  return sentences.join(' ');
}

function shareTexts(
  cell: QuadrantData['cells'][number],
  quadrant: QuadrantData,
): Pick<QuadrantCell, 'shareText' | 'basisText'> {
  const { display, value } = cell.share;
  if (display === 'counts' || value === null) {
    return { shareText: '', basisText: `of ${formatCount(quadrant.n)}, too few for a share` };
  }
  const parts = [formatInterval('share', cell.share)];
  if (display === 'grey') parts.push('few');
  const { known, unknown, share } = retrievalCoverage(quadrant);
  if (share > BAND_ABOVE) {
    const mayBelong = quadrant.others.find((other) => other.cell === `unknown-${cell.answer}`)?.n ?? 0;
    parts.push(`at most ${formatShare((cell.n + mayBelong) / (known + unknown))}`);
  }
  return { shareText: formatShare(value), basisText: parts.join(', ') };
}

function OtherCounts({ quadrant, href }: { quadrant: QuadrantData; href: (more: Filter) => string }) {
  const countIn = (states: string[]) =>
    quadrant.others.reduce((sum, { cell, n }) => sum + (states.includes(cell) ? n : 0), 0);
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        The other {formatCount(quadrant.total - quadrant.n)}
      </Text>
      <ul className={classes.others}>
        {OTHER_COUNTS.map(({ label, states }) => {
          const count = countIn(states);
          return (
            <li key={label}>
              <span>{label}</span>
              {count === 0 ? (
                <span className={classes.number}>0</span>
              ) : (
                <TextLink
                  href={href({ cell: states })}
                  inherit
                  underline="always"
                  prefetch={false}
                  className={classes.number}
                  aria-label={`${label}: ${countOf(count, 'query', 'queries')}`}
                >
                  {formatCount(count)}
                </TextLink>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
