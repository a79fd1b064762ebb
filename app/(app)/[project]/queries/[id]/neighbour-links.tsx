'use client';
import { Group, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconList } from '@tabler/icons-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { ButtonLink, IconLink } from '../../../../_components/text-link.tsx';

interface NeighbourLinksProps {
  base: string;
  neighbours: { previous: string | null; next: string | null };
}

/** To the queries before and after this one in the list it was opened from, also by the arrow keys. */
export function NeighbourLinks({ base, neighbours }: NeighbourLinksProps) {
  const router = useRouter();
  const params = useSearchParams();
  const search = params.size === 0 ? '' : `?${params}`;
  const hrefOf = (id: string) => `${base}/${encodeURIComponent(id)}${search}`;
  const go = (id: string | null) => {
    if (id !== null) router.push(hrefOf(id));
  };
  useHotkeys([
    ['ArrowLeft', () => go(neighbours.previous)],
    ['ArrowRight', () => go(neighbours.next)],
  ]);
  return (
    <Group gap={4} component="nav" aria-label="Queries beside this one">
      <Step id={neighbours.previous} hrefOf={hrefOf} label="Previous query" keyName="←">
        <IconChevronLeft size={18} aria-hidden />
      </Step>
      <Step id={neighbours.next} hrefOf={hrefOf} label="Next query" keyName="→">
        <IconChevronRight size={18} aria-hidden />
      </Step>
      <ButtonLink
        href={`${base}${search}`}
        variant="default"
        size="xs"
        h={30}
        leftSection={<IconList size={16} aria-hidden />}
      >
        List
      </ButtonLink>
    </Group>
  );
}

function Step({
  id,
  hrefOf,
  label,
  keyName,
  children,
}: {
  id: string | null;
  hrefOf: (id: string) => string;
  label: string;
  keyName: string;
  children: React.ReactNode;
}) {
  if (id === null) return null;
  return (
    <Tooltip label={`${label} (${keyName})`}>
      <IconLink href={hrefOf(id)} variant="default" size={30} aria-label={label}>
        {children}
      </IconLink>
    </Tooltip>
  );
}
