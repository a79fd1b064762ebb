import { Group, Text, Title } from '@mantine/core';
import type { FailureRates } from '#lib/quality/failure-rates-schema.ts';
import { rowsBehind } from '#lib/quality/rows-behind.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { CsvDownload } from '../../../_components/csv-download.tsx';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatInterval, formatShare } from '../../../_components/time-series/value-format.ts';
import { FAILURE_WORDS } from '../_components/label-words.ts';
import classes from './overview.module.css';
import { failureMixTable } from './overview-tables.ts';

/** What kinds of failure there are, each as a bar with its interval, and how far the rate behind them can be leaned on. */
export function FailureMixPanel(props: { project: string; filter: Filter; rates: FailureRates }) {
  const { rates } = props;
  const isWeighted = rates.sample === 'random' || rates.sample === 'mixed';
  return (
    <section className={classes.panel} aria-labelledby="failures-heading">
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="h5" id="failures-heading">
          Kinds of failure
        </Title>
        {rates.failures === 0 ? null : (
          <CsvDownload title="Kinds of failure" table={failureMixTable(rates)} />
        )}
      </Group>
      <FailureRate rates={rates} isWeighted={isWeighted} />
      <Text size="sm" className={classes.muted}>
        {leadOf(rates, isWeighted)}
      </Text>
      {rates.failures === 0 ? null : (
        <ul className={classes.bars}>
          {rates.mix.map(({ kind, share, raw }) => (
            <Bar
              key={kind}
              name={FAILURE_WORDS[kind]}
              share={share}
              raw={isWeighted ? raw : null}
              href={`/${props.project}/queries?${toSearchParams({ ...props.filter, ...rowsBehind(kind).n })}`}
            />
          ))}
        </ul>
      )}
      <Sentences rates={rates} />
    </section>
  );
}

/** How many answers fail at all: what the kinds are shares of. */
function FailureRate({ rates: { rate }, isWeighted }: { rates: FailureRates; isWeighted: boolean }) {
  if (rate.value === null || rate.display === 'counts') return null;
  const labels = `${countOf(rate.n, 'label')}${isWeighted ? ' drawn at random' : ''}`;
  return (
    <Text size="sm">
      <Text span inherit fw={600}>
        {formatShare(rate.value)} of the answers fail
      </Text>{' '}
      ({formatInterval('share', rate)}; {labels}
      {rate.display === 'grey' ? ', few' : ''}): they are partly correct or wrong.
    </Text>
  );
}

function leadOf({ failures, mix, nonResponse, sample }: FailureRates, isWeighted: boolean): string {
  if (failures === 0) return 'No answer in this range is labelled partly correct or wrong.';
  const answers = countOf(failures, 'failed answer');
  if (nonResponse.unlabelledClasses.length > 0) {
    return `Without labels from every kind of query drawn there are no shares; the counts are of ${answers}.`;
  }
  if (isWeighted && mix.every(({ share }) => isCountsOnly(share))) {
    return `Too few labels drawn at random for shares; the counts are of ${answers}.`;
  }
  const basis = isWeighted
    ? ', weighted by how queries were drawn'
    : sample === 'not_random'
      ? ', not a random sample'
      : '';
  return `Shares of ${answers}${basis}; each interval is 95 % on its own.`;
}

const isCountsOnly = (share: Share) => share.display === 'counts' || share.value === null;

type Share = FailureRates['mix'][number]['share'];

function Bar(props: { name: string; share: Share; raw: Share | null; href: string }) {
  const { share, raw } = props;
  const isCounts = isCountsOnly(share);
  const counted = raw ?? share;
  const rawText = raw?.value == null ? '' : `, raw ${formatShare(raw.value)}`;
  return (
    <li>
      <TextLink href={props.href} inherit underline="hover" c="inherit" prefetch={false}>
        {props.name}
      </TextLink>
      <span className={classes.track} aria-hidden="true">
        {isCounts ? null : (
          <>
            <span
              className={classes.bar}
              data-unsure={share.display === 'grey' || undefined}
              style={{ width: percent(share.value ?? 0) }}
            />
            <span
              className={classes.whisker}
              style={{ left: percent(share.lower), width: percent(share.upper - share.lower) }}
            />
          </>
        )}
      </span>
      <span className={classes.barText}>
        {isCounts
          ? `${count(counted.positives)} of ${formatCount(counted.n)}`
          : `${formatShare(share.value ?? 0)} (${formatInterval('share', share)})${rawText}`}
      </span>
    </li>
  );
}

/** What stands beside the plain rate: why it differs from the raw one, second labels, judges, undecided answers. */
function Sentences({ rates }: { rates: FailureRates }) {
  const sentences: string[] = [];
  const most = mostFrequent(rates);
  if (most !== null) sentences.push(most);
  if (rates.difference !== null) sentences.push(rates.difference);
  if (rates.differing > 0) {
    sentences.push(
      `${countOf(rates.differing, 'answer')} with differing labels: each label counts its part.`,
    );
  }
  if (rates.nonResponse.text !== null) sentences.push(rates.nonResponse.text);
  if (rates.bounds !== null) {
    sentences.push(
      `With ${lostWords(rates)} either way, the failure rate lies between ${formatShare(rates.bounds.lower)} and ${formatShare(rates.bounds.upper)}.`,
    );
  }
  if (rates.twoPhase !== null) {
    sentences.push(
      `By ${countOf(rates.twoPhase.overlap, 'second label')}, freed of the first reviewers’ errors: ${formatShare(rates.twoPhase.value)} fail (${formatInterval('share', rates.twoPhase)}).`,
    );
  }
  for (const judge of rates.judges) {
    const name = [judge.name, judge.version].filter((part) => part !== '').join(' ');
    const rate =
      judge.rate === null
        ? ''
        : `${formatShare(judge.rate.value)} fail (${formatInterval('share', judge.rate)}), from ${countOf(judge.scored, 'scored answer')}. `;
    sentences.push(`With judge ${name}: ${rate}${judge.note}`);
  }
  return sentences.map((sentence) => (
    <Text key={sentence} size="xs" className={classes.muted}>
      {sentence}
    </Text>
  ));
}

/** The top two are told apart only where their intervals do not meet. */
function mostFrequent({ mix }: FailureRates): string | null {
  const [top, next] = mix
    .filter(({ share }) => !isCountsOnly(share))
    .toSorted((a, b) => (b.share.value ?? 0) - (a.share.value ?? 0));
  if (top === undefined || next === undefined) return null;
  const name = FAILURE_WORDS[top.kind].toLowerCase();
  return top.share.lower > next.share.upper
    ? `Most frequent: ${name}.`
    : `Most frequent: ${name}, though too few labels tell it apart from ${FAILURE_WORDS[next.kind].toLowerCase()}.`;
}

/** What has no outcome: "“cannot tell” (4.0 %) and what was skipped (3.0 %)". */
function lostWords({ cannotTell, nonResponse }: FailureRates): string {
  const parts = [
    { words: '“cannot tell”', share: cannotTell.value ?? 0 },
    { words: 'what was skipped', share: nonResponse.skippedShare },
  ].filter(({ share }) => share > 0);
  return parts.map(({ words, share }) => `${words} (${formatShare(share)})`).join(' and ');
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
const count = (positives: number) => formatCount(Math.round(positives * 10) / 10);
