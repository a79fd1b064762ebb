import { Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Change } from '#lib/quality/schema.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { ButtonLink, TextLink } from '../../../_components/text-link.tsx';
import { rowsOfChange } from './change-rows.ts';
import classes from './overview.module.css';

/** The one sentence on what changed, with its rows and the charts in which to see it. */
export function ChangePanel(props: {
  project: string;
  filter: Filter;
  change: Change | null;
  pageQuery: string;
}) {
  const { change } = props;
  if (change === null) {
    return (
      <div className={classes.change}>
        <Text>Nothing stands out: no rate or latency moved by more than chance would in this range.</Text>
      </div>
    );
  }
  const side = change.metric === 'answer_good_rate' ? 'answers' : 'retrieval';
  const chartQuery = new URLSearchParams(props.pageQuery);
  if (change.dimension !== null) chartQuery.set('groupBy', change.dimension);
  const rows = toSearchParams(rowsOfChange(props.filter, change));
  return (
    <div className={classes.change} data-found>
      <Text fw={600}>
        <bdi>{change.text}</bdi>
      </Text>
      <div className={classes.changeLinks}>
        <ButtonLink href={`/${props.project}/queries?${rows}`} size="compact-sm" prefetch={false}>
          Show these queries
        </ButtonLink>
        <TextLink
          href={`/${props.project}/${side}?${chartQuery}`}
          size="sm"
          underline="always"
          prefetch={false}
        >
          See it over time <IconArrowRight size={14} aria-hidden style={{ verticalAlign: 'middle' }} />
        </TextLink>
      </div>
    </div>
  );
}
