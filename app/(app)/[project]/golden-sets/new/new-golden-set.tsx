'use client';
import { Tabs, TabsList, TabsPanel, TabsTab } from '@mantine/core';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { Filter } from '#lib/query-log/filter.ts';
import { EmptySetForm } from './empty-set-form.tsx';
import { ImportForm } from './import-form.tsx';
import { SampleForm } from './sample-form.tsx';

/** The three ways to a golden set. */
export function NewGoldenSet({
  project,
  filter,
  filterBar,
}: {
  project: string;
  filter: Filter;
  filterBar: ReactNode;
}) {
  const router = useRouter();
  const open = (setId: string) => router.push(`/${project}/golden-sets/${setId}`);
  return (
    <Tabs defaultValue="sample" keepMounted={false}>
      <TabsList>
        <TabsTab value="sample">From labelled queries</TabsTab>
        <TabsTab value="import">From a file</TabsTab>
        <TabsTab value="empty">Empty</TabsTab>
      </TabsList>
      <TabsPanel value="sample" pt="md">
        <SampleForm project={project} filter={filter} filterBar={filterBar} onMade={open} />
      </TabsPanel>
      <TabsPanel value="import" pt="md">
        <ImportForm project={project} onMade={open} />
      </TabsPanel>
      <TabsPanel value="empty" pt="md">
        <EmptySetForm project={project} onMade={open} />
      </TabsPanel>
    </Tabs>
  );
}
