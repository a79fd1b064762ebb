'use client';
import { Group, Stack, Text } from '@mantine/core';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { countOf } from '../../../_components/number-format.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { useUrlParams } from '../../../_components/use-url-params.ts';
import { QueryTable } from '../_components/query-table.tsx';
import { BulkActions } from './bulk-actions.tsx';
import { ListActions } from './list-actions.tsx';
import type { ListPermissions } from './list-permissions.ts';
import { LiveControl } from './live-control.tsx';
import classes from './query-list.module.css';
import type { ListPage } from './read-list-page.ts';
import { useNewQueries } from './use-new-queries.ts';

interface QueryListProps {
  project: string;
  list: ListPage;
  tz: string;
  apiQuery: string;
  /** The range has no end, so that new queries can fall into it. */
  isOpenEnded: boolean;
  may: ListPermissions;
}

export function QueryList({ project, list, tz, apiQuery, isOpenEnded, may }: QueryListProps) {
  const router = useRouter();
  const params = useSearchParams();
  const { hrefWith } = useUrlParams();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const shown = new Set(list.items.map((item) => item.id));
  const chosen = list.items.filter((item) => selected.has(item.id)).map((item) => item.id);
  const isTop = list.before === null && list.order === 'newest' && isOpenEnded;
  const live = useNewQueries({
    project,
    apiQuery,
    total: list.total,
    enabled: isTop,
    hold: chosen.length > 0,
  });

  const toggle = (id: string) =>
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const toggleAll = () => setSelected(chosen.length === shown.size ? new Set() : shown);
  const done = () => {
    setSelected(new Set());
    router.refresh();
  };
  const search = listSearch(params);

  return (
    <Stack gap="xs">
      <Group className={classes.bar} justify="space-between" gap="xs" mih={36}>
        {chosen.length > 0 ? (
          <BulkActions
            project={project}
            ids={chosen}
            may={may}
            onDone={done}
            onClear={() => setSelected(new Set())}
          />
        ) : (
          <>
            <Text fw={500} role="status">
              {countOf(list.total, 'query', 'queries')}
              <Text span c="dimmed" fw={400}>
                , times in {tz}
              </Text>
            </Text>
            <Group gap="xs">
              {isTop ? <LiveControl live={live} /> : null}
              <ListActions project={project} apiQuery={apiQuery} may={may} onDone={done} />
            </Group>
          </>
        )}
      </Group>
      <QueryTable
        label="Queries"
        items={list.items}
        tz={tz}
        base={`/${project}/queries`}
        search={search}
        selection={{ selected, onToggle: toggle, onToggleAll: toggleAll }}
      />
      <Group justify="space-between" component="nav" aria-label="Pages of the list">
        {list.before === null ? (
          <span />
        ) : (
          <Group gap="xs">
            <ButtonLink variant="default" href={hrefWith(() => {})} prefetch={false}>
              First
            </ButtonLink>
            <ButtonLink
              variant="default"
              href={hrefWith((next) => next.set('before', list.before ?? ''))}
              prefetch={false}
            >
              Previous
            </ButtonLink>
          </Group>
        )}
        {list.after === null ? (
          <span />
        ) : (
          <ButtonLink
            variant="default"
            href={hrefWith((next) => next.set('cursor', list.after ?? ''))}
            prefetch={false}
          >
            Next
          </ButtonLink>
        )}
      </Group>
    </Stack>
  );
}

/** What a query's page needs of the list's URL to find its neighbours. */
function listSearch(params: URLSearchParams): string {
  const next = new URLSearchParams(params);
  next.delete('cursor');
  next.delete('before');
  return next.size === 0 ? '' : `?${next}`;
}
