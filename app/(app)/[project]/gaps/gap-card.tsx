import { Badge, Group, Paper, Text, Title } from '@mantine/core';
import type { Gap, GapList } from '#lib/quality/gap-schema.ts';
import { Fold } from '../../../_components/fold.tsx';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatInstant } from '../../../_components/zoned-time.ts';
import { GapOwner } from './gap-owner.tsx';
import classes from './gaps.module.css';

const WORDINGS_SHOWN = 50;

/** One gap: what is asked, how often in vain, by whom it is looked after, and what closed it. */
export function GapCard(props: {
  project: string;
  gap: Gap;
  people: GapList['people'];
  mayAssign: boolean;
  tz: string;
}) {
  const { gap, project, tz } = props;
  const day = (at: string) => formatInstant(at, tz, 'date');
  const queryHref = (id: string) => `/${project}/queries/${encodeURIComponent(id)}`;
  return (
    <Paper withBorder p="md" radius="md" component="article" aria-label={gap.title} data-gap={gap.id}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.head}>
          <Group gap="xs">
            <Badge variant="default">{gap.state}</Badge>
            {gap.reopened === 0 ? null : (
              <Badge variant="default">
                reopened {gap.reopened === 1 ? 'once' : `${gap.reopened} times`}
              </Badge>
            )}
          </Group>
          <Title order={2} size="h4" mt={4} lineClamp={3} className={classes.title}>
            <bdi>{gap.title}</bdi>
          </Title>
          <Text size="sm" c="dimmed">
            {countOf(gap.queries, 'query', 'queries')} in vain: {formatCount(gap.zeroHits)} found nothing,{' '}
            {formatCount(gap.missing)} labelled as missing knowledge. First {day(gap.firstSeenAt)}, last{' '}
            {day(gap.lastSeenAt)}.
          </Text>
          {gap.closed === null ? null : (
            <Text size="sm">
              Closed by{' '}
              <TextLink href={queryHref(gap.closed.queryId)} inherit underline="always" prefetch={false}>
                {gap.closed.by === 'replay' ? 'a replay' : 'the next real occurrences'}
              </TextLink>{' '}
              that retrieved well, {day(gap.closed.at)}.
            </Text>
          )}
        </div>
        <GapOwner
          project={project}
          id={gap.id}
          title={gap.title}
          owner={gap.owner}
          people={props.people}
          mayAssign={props.mayAssign}
        />
      </Group>
      <Fold summary={countOf(gap.wordings.length, 'wording')}>
        <ul className={classes.wordings}>
          {gap.wordings.slice(0, WORDINGS_SHOWN).map(({ question, queries, queryId }) => (
            <li key={queryId}>
              <TextLink href={queryHref(queryId)} inherit underline="hover" prefetch={false}>
                <bdi>{question}</bdi>
              </TextLink>{' '}
              <span className={classes.count}>({formatCount(queries)})</span>
            </li>
          ))}
        </ul>
        {gap.wordings.length > WORDINGS_SHOWN ? (
          <Text size="sm">and {formatCount(gap.wordings.length - WORDINGS_SHOWN)} more</Text>
        ) : null}
      </Fold>
    </Paper>
  );
}
