import { Badge, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Change } from '#lib/quality/schema.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { ButtonLink, TextLink } from '../../../_components/text-link.tsx';
import { compareHref } from '../compare/compare-address.ts';
import { rowsOfChange } from './change-rows.ts';
import classes from './overview.module.css';

/** Thirty a side are the fewest that are compared. */
const FEWEST_COMPARED = 60;

/** What changed most, a sentence each, with the rows, the chart and the comparison in which to see it. */
export function ChangePanel(props: {
  project: string;
  filter: Filter;
  changes: readonly Change[];
  /** All of the range. */
  queries: number;
  pageQuery: string;
}) {
  const [clearest, ...others] = props.changes;
  if (clearest === undefined) {
    return (
      <div className={classes.change}>
        <Text>
          {props.queries < FEWEST_COMPARED
            ? `Too few queries to see a change: it takes ${FEWEST_COMPARED}, half of them before it and half after.`
            : 'Nothing stands out: no rate or latency moved by more than chance would in this range.'}
        </Text>
      </div>
    );
  }
  const side = SIDES[sideOf(props.changes)];
  return (
    <section
      className={classes.change}
      data-worse={isWorse(clearest) || undefined}
      aria-label="What changed most"
    >
      <div>
        <Text fw={600}>
          <bdi>{clearest.text}</bdi>
        </Text>
        {side === undefined ? null : (
          <Text size="sm" mt={4}>
            <Badge component="span" variant="default" mr={6}>
              {side.name}
            </Badge>
            {side.advice}
          </Text>
        )}
        {others.length === 0 ? null : (
          <ul className={classes.otherChanges}>
            {others.map((change) => (
              <li key={change.text}>
                <TextLink href={chartOf(props, change)} size="sm" underline="always" prefetch={false}>
                  <bdi>{change.text}</bdi>
                </TextLink>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={classes.changeLinks}>
        <ButtonLink
          href={`/${props.project}/queries?${toSearchParams(rowsOfChange(props.filter, clearest))}`}
          size="compact-sm"
          prefetch={false}
        >
          Show these queries
        </ButtonLink>
        <TextLink href={comparisonOf(props, clearest)} size="sm" underline="always" prefetch={false}>
          Compare before and after
        </TextLink>
        <TextLink href={chartOf(props, clearest)} size="sm" underline="always" prefetch={false}>
          See it over time <IconArrowRight size={14} aria-hidden style={{ verticalAlign: 'middle' }} />
        </TextLink>
      </div>
    </section>
  );
}

const RETRIEVAL_METRICS: ReadonlySet<Change['metric']> = new Set(['zero_hit_rate', 'hit_rate_at_k']);

const SIDES = {
  retrieval: {
    name: 'Retrieval side',
    advice: 'An answer cannot be better than what was found for it: begin with the retriever and its index.',
  },
  answer: {
    name: 'Answer side',
    advice: 'Nothing shows that what was found got worse: begin with the prompt and the model.',
  },
  neither: undefined,
};

/** Where to look first: what got worse in retrieval explains what got worse in answers. */
function sideOf(changes: readonly Change[]): keyof typeof SIDES {
  const worse = changes.filter(isWorse);
  if (worse.some(({ metric }) => RETRIEVAL_METRICS.has(metric))) return 'retrieval';
  return worse.some(({ metric }) => metric === 'answer_good_rate') ? 'answer' : 'neither';
}

function isWorse({ metric, before, after }: Change): boolean {
  return metric === 'hit_rate_at_k' || metric === 'answer_good_rate' ? after < before : after > before;
}

interface Place {
  project: string;
  filter: Filter;
  pageQuery: string;
}

function chartOf({ project, pageQuery }: Place, change: Change): string {
  const side = RETRIEVAL_METRICS.has(change.metric) ? 'retrieval' : 'answers';
  const query = new URLSearchParams(pageQuery);
  if (change.dimension !== null) query.set('groupBy', change.dimension);
  return `/${project}/${side}?${query}`;
}

/** Everything before the change against what came with it. */
function comparisonOf({ project, filter }: Place, change: Change): string {
  const { from: start, to: end, ...shared } = filter;
  const length = Date.parse(end ?? change.at) - Date.parse(change.at);
  const from =
    start === undefined || start >= change.at
      ? new Date(Date.parse(change.at) - length).toISOString()
      : start;
  const after = change.filter as Filter;
  return compareHref(project, shared, { a: { from, to: change.at }, b: after });
}
