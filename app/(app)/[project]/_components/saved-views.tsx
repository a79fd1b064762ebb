'use client';
import { ActionIcon, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconPencil, IconPlus } from '@tabler/icons-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import { type SavedView, savedViewListSchema, VIEW_PAGES } from '#lib/quality/saved-view-schema.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { ManageViewsDialog } from './manage-views-dialog.tsx';
import { SaveViewDialog } from './save-view-dialog.tsx';

type Views = z.output<typeof savedViewListSchema>;

const PAGE_WORDS: Record<SavedView['page'], string> = {
  overview: 'Overview',
  queries: 'Queries',
  retrieval: 'Retrieval',
  'retrieval/chunks': 'Chunk health',
  'retrieval/lexical-gaps': 'Lexical gaps',
  answers: 'Answers',
  compare: 'Compare',
  gaps: 'Gaps',
};

/** Pages with their filters that the project has saved: open one, save this one, rename or delete. */
export function SavedViews({ project }: { project: string }) {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams().toString();
  const [views, setViews] = useState<Views | string>();
  const [saving, saveDialog] = useDisclosure();
  const [managing, manageDialog] = useDisclosure();
  const button = useRef<HTMLButtonElement>(null);
  // What had the focus before is an item of the menu, which has gone.
  const onButton = { returnFocus: false, onExitTransitionEnd: () => button.current?.focus() };
  const page = VIEW_PAGES.find((name) => path === `/${project}/${name}`);
  if (page === undefined) return null;
  const load = async () => {
    try {
      setViews(await callApi(project, 'GET', '/api/v1/saved-views', undefined, savedViewListSchema));
    } catch (error) {
      setViews(messageOf(error));
    }
  };
  const known = typeof views === 'object' ? views : undefined;
  return (
    <>
      <Menu position="bottom-end" width={280} shadow="md" onOpen={() => void load()}>
        <Menu.Target>
          <ActionIcon ref={button} variant="default" size={36} aria-label="Saved views" title="Saved views">
            <IconBookmark size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          <Menu.Label>Saved in this project</Menu.Label>
          {known === undefined ? (
            <Text size="sm" px="sm" py={6} role="status">
              {views === undefined ? 'Loading …' : String(views)}
            </Text>
          ) : known.items.length === 0 ? (
            <Text size="sm" px="sm" py={6} c="dimmed">
              None yet.
            </Text>
          ) : (
            known.items.map((view) => (
              <Menu.Item
                key={view.id}
                onClick={() => router.push(hrefOf(project, view))}
                rightSection={
                  <Text size="xs" c="dimmed">
                    {PAGE_WORDS[view.page]}
                  </Text>
                }
              >
                <bdi>{view.name}</bdi>
              </Menu.Item>
            ))
          )}
          {known?.mayWrite ? (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={saveDialog.open}>
                Save this view
              </Menu.Item>
              {known.items.length === 0 ? null : (
                <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={manageDialog.open}>
                  Rename or delete
                </Menu.Item>
              )}
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <SaveViewDialog
        project={project}
        page={page}
        search={search}
        dialog={{ ...onButton, opened: saving, onClose: saveDialog.close }}
      />
      <ManageViewsDialog
        project={project}
        views={known?.items ?? []}
        dialog={{ ...onButton, opened: managing, onClose: manageDialog.close }}
        onChanged={load}
      />
    </>
  );
}

function hrefOf(project: string, { page, search }: SavedView): string {
  return `/${project}/${page}${search === '' ? '' : `?${search}`}`;
}
