'use client';
import { NavLink } from '@mantine/core';
import {
  IconArrowsLeftRight,
  IconBooks,
  IconBulb,
  IconCertificate,
  IconDatabase,
  IconFileExport,
  IconLayoutDashboard,
  IconListDetails,
  IconMessage,
  IconMessageQuestion,
  IconPlugConnected,
  IconSearch,
  IconSettings,
  IconTags,
} from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { PAGE_PARAMS } from '../../../_components/page-params.ts';

/** `filtered` pages look at the same filter, so that it goes along from one to the other. */
const PAGES = [
  { path: 'overview', label: 'Overview', icon: IconLayoutDashboard, filtered: true },
  { path: 'queries', label: 'Queries', icon: IconListDetails, filtered: true },
  { path: 'retrieval', label: 'Retrieval', icon: IconSearch, filtered: true },
  { path: 'answers', label: 'Answers', icon: IconMessage, filtered: true },
  { path: 'compare', label: 'Compare', icon: IconArrowsLeftRight, filtered: true },
  { path: 'gaps', label: 'Gaps', icon: IconBulb, filtered: false },
  { path: 'queues', label: 'Queues', icon: IconTags, filtered: false },
  { path: 'ask', label: 'Ask', icon: IconMessageQuestion, filtered: false },
  { path: 'knowledge', label: 'Knowledge', icon: IconBooks, filtered: false },
  { path: 'golden-sets', label: 'Golden sets', icon: IconCertificate, filtered: false },
  { path: 'exports', label: 'Exports', icon: IconFileExport, filtered: false },
  { path: 'data', label: 'Data', icon: IconDatabase, filtered: false },
  { path: 'setup', label: 'Set-up', icon: IconPlugConnected, filtered: false },
  { path: 'settings/members', label: 'Settings', icon: IconSettings, filtered: false },
];

export function MainNavigation({ slug, openPages }: { slug: string; openPages: readonly string[] }) {
  const path = usePathname();
  const params = new URLSearchParams(useSearchParams());
  for (const name of PAGE_PARAMS) params.delete(name);
  const isBelow = (page: string) => path === `/${slug}/${page}` || path.startsWith(`/${slug}/${page}/`);
  const isOn = (page: string) =>
    isBelow(page) ||
    (page === 'queries' && isBelow('sessions')) ||
    (page === 'queues' && ['agreement', 'adjudicate', 'reviewers'].some(isBelow)) ||
    (page.startsWith('settings/') && isBelow('settings'));
  const carries = PAGES.some((page) => page.filtered && isOn(page.path)) && params.size > 0;
  return PAGES.filter((page) => openPages.includes(page.path)).map((page) => (
    <NavLink
      key={page.path}
      component={Link}
      href={`/${slug}/${page.path}${page.filtered && carries ? `?${params}` : ''}`}
      label={page.label}
      leftSection={<page.icon size={18} stroke={1.6} aria-hidden />}
      active={isOn(page.path)}
      aria-current={isOn(page.path) ? 'page' : undefined}
      py={7}
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    />
  ));
}
