'use client';
import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconDots,
  IconFileExport,
  IconSortAscending,
  IconSortDescending,
  IconTrash,
} from '@tabler/icons-react';
import Link from 'next/link';
import { useUrlParams } from '../../../_components/use-url-params.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import type { ListPermissions } from './list-permissions.ts';

/** What concerns all queries that match, not the chosen ones. */
export function ListActions({
  project,
  apiQuery,
  may,
  onDone,
}: {
  project: string;
  apiQuery: string;
  may: ListPermissions;
  onDone: () => void;
}) {
  const [deleting, { open, close }] = useDisclosure();
  const { params, update } = useUrlParams();
  const oldest = params.get('order') === 'oldest';
  const turn = () => update((next) => (oldest ? next.delete('order') : next.set('order', 'oldest')));
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More for this list">
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={
              oldest ? (
                <IconSortDescending size={16} aria-hidden />
              ) : (
                <IconSortAscending size={16} aria-hidden />
              )
            }
            onClick={turn}
          >
            {oldest ? 'Newest first' : 'Oldest first'}
          </Menu.Item>
          {may.export ? (
            <Menu.Item
              component={Link}
              href={`/${project}/exports?${params}`}
              leftSection={<IconFileExport size={16} aria-hidden />}
            >
              Export with this filter
            </Menu.Item>
          ) : null}
          {may.delete ? (
            <Menu.Item leftSection={<IconTrash size={16} color="var(--fl-bad)" aria-hidden />} onClick={open}>
              Delete all that match…
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <DeleteDialog project={project} apiQuery={apiQuery} opened={deleting} onClose={close} onDone={onDone} />
    </>
  );
}
