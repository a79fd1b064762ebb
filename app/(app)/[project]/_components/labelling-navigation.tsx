'use client';
import { Group } from '@mantine/core';
import { useParams, usePathname } from 'next/navigation';
import { ButtonLink } from '../../../_components/text-link.tsx';

const PAGES = [
  { path: 'queues', label: 'Queues' },
  { path: 'agreement', label: 'Agreement' },
  { path: 'adjudicate', label: 'Adjudicate' },
  { path: 'reviewers', label: 'Reviewers' },
];

/** The pages about labelling, of those that the reader's role reaches. */
export function LabellingNavigation({ openPages }: { openPages: readonly string[] }) {
  const { project } = useParams<{ project: string }>();
  const path = usePathname();
  return (
    <Group component="nav" aria-label="Labelling" gap={4}>
      {PAGES.filter((page) => openPages.includes(page.path)).map((page) => {
        const href = `/${project}/${page.path}`;
        const isShown = path === href;
        return (
          <ButtonLink
            key={page.path}
            href={href}
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
