import { EmptyState, Group, Text, Title } from '@mantine/core';
import { IconFilterOff, IconInbox } from '@tabler/icons-react';
import { toSearchParams } from '#lib/query-log/filter.ts';
import { countOf } from '../../../_components/number-format.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { formatInstant } from '../../../_components/zoned-time.ts';
import type { PageFilter } from '../../../_server/page-filter.ts';
import { activeFilters } from './filter-fields.ts';
import { rangeWords } from './range-words.ts';

/** How many queries the project has at all, and when the first and the last of them started. */
interface Extent {
  count: number;
  first: string | null;
  last: string | null;
}

/**
 * Stands where a page's content would be when no query matches. Says why, and offers the way out: the set-up of
 * an empty project, the range in which queries lie, or no filters. `path` is the page, such as "queries".
 */
export function NoQueries({
  project,
  path,
  page,
  extent,
}: {
  project: string;
  path: string;
  page: PageFilter;
  extent: Extent;
}) {
  const here = `/${project}/${path}`;
  const { filter, chart, range } = page;
  if (extent.count === 0 || extent.first === null || extent.last === null) {
    return (
      <Empty
        icon={<IconInbox size={44} stroke={1.3} aria-hidden />}
        title="No queries yet"
        text="Send the first query of your application, and it is shown here within seconds. Or begin with documents alone, and ask."
      >
        <ButtonLink href={`/${project}/setup`}>Set up</ButtonLink>
        <ButtonLink href={`/${project}/ask`} variant="default">
          Ask your own documents
        </ButtonLink>
      </Empty>
    );
  }
  const isFiltered = activeFilters(filter).length > 0 || filter.q !== undefined;
  const words = rangeWords(filter, range, chart.tz);
  const inRange = range === 'all' ? '' : ` (${words.charAt(0).toLowerCase()}${words.slice(1)})`;
  const whole = toSearchParams({
    ...filter,
    from: extent.first,
    to: new Date(Date.parse(extent.last) + 1).toISOString(),
  });
  return (
    <Empty
      icon={<IconFilterOff size={44} stroke={1.3} aria-hidden />}
      title={isFiltered ? `No query matches the filters${inRange}` : `No queries in this range${inRange}`}
      text={`The project has ${countOf(extent.count, 'query', 'queries')}, from ${formatInstant(extent.first, chart.tz, 'day')} to ${formatInstant(extent.last, chart.tz, 'day')}.`}
    >
      {isWhole(filter, extent.first, extent.last) ? null : (
        <ButtonLink href={`${here}?${whole}`} variant={isFiltered ? 'default' : 'filled'}>
          {isFiltered ? 'Look in that range' : 'Show that range'}
        </ButtonLink>
      )}
      {isFiltered ? (
        <ButtonLink href={`${here}?${range === 'custom' ? rangeOnly(page) : `range=${range}`}`}>
          Clear filters
        </ButtonLink>
      ) : null}
    </Empty>
  );
}

/** Whether the range has every query of the project in it already. */
function isWhole({ from, to }: PageFilter['filter'], first: string, last: string): boolean {
  const [begin, end] = [Date.parse(first), Date.parse(last)];
  return (from === undefined || Date.parse(from) <= begin) && (to === undefined || end < Date.parse(to));
}

function rangeOnly({ filter }: PageFilter): string {
  const { from, to } = filter;
  return toSearchParams({ ...(from ? { from } : {}), ...(to ? { to } : {}) }).toString();
}

function Empty({
  icon,
  title,
  text,
  children,
}: {
  icon: React.ReactNode;
  title: string;
  text: string;
  children: React.ReactNode;
}) {
  return (
    <EmptyState icon={icon} py={48}>
      <Title order={2} size="h4" ta="center">
        {title}
      </Title>
      <Text c="dimmed" ta="center" maw={520}>
        {text}
      </Text>
      <Group justify="center" gap="xs">
        {children}
      </Group>
    </EmptyState>
  );
}
