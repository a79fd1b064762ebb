import { Group, Stack, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { auditPageSchema } from '#lib/auth/audit-schema.ts';
import { listAuditActors, listAuditEvents } from '#lib/auth/queries/audit-events.ts';
import { Section } from '../../../../_components/section.tsx';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../../_server/page-filter.ts';
import { AuditFilters } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';

export const metadata: Metadata = { title: 'Audit log' };

const OWN = ['action', 'actor', 'subject', 'cursor'] as const;

export default async function AuditPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/settings/audit');
  const sent = await searchParams;
  const own = Object.fromEntries(OWN.flatMap((name) => ownParam(sent, name)));
  const { filter, range, notices } = readPageFilter(rangeOf(sent), ctx.now(), ctx.project.timeZone);
  const times = {
    ...(filter.from === undefined ? {} : { from: filter.from }),
    ...(filter.to === undefined ? {} : { to: filter.to }),
  };
  const asked = auditPageSchema.safeParse({ ...own, ...times });
  const wanted = asked.success ? asked.data : auditPageSchema.parse(times);
  const [page, actors] = await Promise.all([listAuditEvents(ctx, wanted), listAuditActors(ctx)]);
  const tz = ctx.project.timeZone;
  const isNarrowed = Object.keys(own).length > 0 || range !== 'all';
  return (
    <Section title="Audit log">
      <Stack gap="sm">
        <AuditFilters actors={actors} filter={times} range={range} tz={tz} />
        {[
          ...notices,
          ...(asked.success ? [] : ['A filter in the address is not valid and was left out.']),
        ].map((notice) => (
          <Text key={notice} size="sm" role="status">
            {notice}
          </Text>
        ))}
        {page.items.length === 0 ? (
          <Text c="dimmed">
            {isNarrowed ? 'Nothing in the log matches these filters.' : 'Nothing has been recorded yet.'}
          </Text>
        ) : (
          <AuditTable events={page.items} tz={tz} />
        )}
        <Group>
          {own.cursor === undefined ? null : (
            <ButtonLink variant="default" href={hrefWith(project, sent, undefined)}>
              Newest
            </ButtonLink>
          )}
          {page.nextCursor === null ? null : (
            <ButtonLink variant="default" href={hrefWith(project, sent, page.nextCursor)}>
              Older
            </ButtonLink>
          )}
        </Group>
      </Stack>
    </Section>
  );
}

function ownParam(sent: PageSearchParams, name: (typeof OWN)[number]): [string, string][] {
  const value = [sent[name]].flat()[0]?.toWellFormed().trim();
  return value === undefined || value === '' ? [] : [[name, value]];
}

/** The log is short: without a range all of it is shown. */
function rangeOf({ from, to, range }: PageSearchParams): PageSearchParams {
  return { from, to, range: range ?? (from === undefined && to === undefined ? 'all' : undefined) };
}

function hrefWith(project: string, sent: PageSearchParams, cursor: string | undefined): string {
  const params = new URLSearchParams();
  for (const name of ['action', 'actor', 'subject', 'from', 'to', 'range']) {
    const value = [sent[name]].flat()[0];
    if (value !== undefined && value !== '') params.set(name, value.toWellFormed());
  }
  if (cursor !== undefined) params.set('cursor', cursor);
  return `/${project}/settings/audit${params.size === 0 ? '' : `?${params}`}`;
}
