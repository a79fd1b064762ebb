'use client';
import { Group } from '@mantine/core';
import { useParams, usePathname } from 'next/navigation';
import { ButtonLink } from '../../../_components/text-link.tsx';

const SECTIONS = {
  Retrieval: [
    { path: 'retrieval', label: 'Metrics' },
    { path: 'retrieval/chunks', label: 'Chunk health' },
    { path: 'retrieval/lexical-gaps', label: 'Lexical gaps' },
  ],
  Labelling: [
    { path: 'queues', label: 'Queues' },
    { path: 'agreement', label: 'Agreement' },
    { path: 'adjudicate', label: 'Adjudicate' },
    { path: 'reviewers', label: 'Reviewers' },
  ],
  Settings: [
    { path: 'settings/members', label: 'Members' },
    { path: 'settings/keys', label: 'API keys' },
    { path: 'settings/providers', label: 'Providers' },
    { path: 'settings/formats', label: 'Formats' },
    { path: 'settings/prices', label: 'Prices' },
    { path: 'settings/deployments', label: 'Deployments' },
    { path: 'settings/project', label: 'Project' },
    { path: 'settings/audit', label: 'Audit log' },
  ],
};

/** The pages that belong together, of those that the reader's role reaches. */
export function SectionNavigation({
  section,
  openPages,
  search = '',
}: {
  section: keyof typeof SECTIONS;
  openPages: readonly string[];
  /** What goes along from one page to the other, such as "?range=30d". */
  search?: string;
}) {
  const { project } = useParams<{ project: string }>();
  const path = usePathname();
  return (
    <Group component="nav" aria-label={section} gap={4}>
      {SECTIONS[section]
        .filter((page) => openPages.includes(page.path))
        .map((page) => {
          const href = `/${project}/${page.path}`;
          const isShown = path === href;
          return (
            <ButtonLink
              key={page.path}
              href={`${href}${search}`}
              size="compact-md"
              variant={isShown ? 'light' : 'subtle'}
              color={isShown ? 'blue' : 'gray'}
              {...(isShown ? { 'aria-current': 'page' } : {})}
            >
              {page.label}
            </ButtonLink>
          );
        })}
    </Group>
  );
}
