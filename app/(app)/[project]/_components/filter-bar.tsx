import { Alert, List, ListItem, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { toSearchParams } from '#lib/query-log/filter.ts';
import type { PageFilter } from '../../../_server/page-filter.ts';
import { FilterControls } from './filter-controls.tsx';
import { SavedViews } from './saved-views.tsx';

/**
 * Range, search and filters of a page; every change becomes part of the URL. `page` is what `readPageFilter`
 * gave; with `ownPeriods` the page takes no notice of the range, and none can be chosen; `children` are a page's
 * own controls, at the end of the row.
 */
export function FilterBar({
  project,
  page,
  ownPeriods = false,
  children,
}: {
  project: string;
  page: PageFilter;
  ownPeriods?: boolean;
  children?: ReactNode;
}) {
  return (
    <Stack gap="xs" component="section" aria-label="Filters">
      <FilterControls
        project={project}
        filter={page.filter}
        range={page.range}
        tz={page.chart.tz}
        ownPeriods={ownPeriods}
        apiQuery={toSearchParams(page.filter).toString()}
      >
        {children}
        <SavedViews project={project} />
      </FilterControls>
      {page.notices.length === 0 ? null : (
        <Alert variant="default" role="status" title="Parts of the address could not be used" p="xs">
          <List size="sm">
            {page.notices.map((notice) => (
              <ListItem key={notice}>{notice}</ListItem>
            ))}
          </List>
        </Alert>
      )}
    </Stack>
  );
}
