import { Group, Stack, Text } from '@mantine/core';
import { type DataHealth, dataHealth, HEALTH_DAYS } from '#lib/ingest/queries/data-health.ts';
import type { Context } from '#lib/platform/context.ts';
import { formatBytes } from '#lib/platform/format-bytes.ts';
import { countOf, formatMs } from '../../../_components/number-format.ts';
import { Section } from '../../../_components/section.tsx';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { formatInstant } from '../../../_components/zoned-time.ts';
import { PanelFault } from '../_charts/panel-fault.tsx';
import { panelResult } from '../_charts/panel-result.ts';
import { DialectTable } from './dialect-table.tsx';
import { Figure, Figures } from './figures.tsx';
import { OutcomeTable } from './outcome-table.tsx';
import { SamplingSection } from './sampling-section.tsx';

/** What came in, how late, in which dialects and what it takes on disk. Fails by itself. */
export async function HealthSections({ ctx, days }: { ctx: Context; days: number }) {
  const result = await panelResult(() => dataHealth(ctx, { days }));
  if (!result.ok) return <PanelFault title="Data health" message={result.message} height={240} />;
  const health = result.value;
  const tz = ctx.project.timeZone;
  const project = ctx.project.slug;
  return (
    <>
      <Section title="What became of the events" aside={<DayLinks project={project} days={days} />}>
        <Text size="sm" c="dimmed" maw={720}>
          Arrived since {formatInstant(health.from, tz, 'minute')} ({tz}). Sent = accepted + duplicates +
          rejected. Counts are written within five seconds: a process that is killed loses those of its last
          seconds, never the events.
        </Text>
        <OutcomeTable outcomes={health.outcomes} />
      </Section>
      <ArrivalSection health={health} tz={tz} />
      <Section title="Dialects">
        <Text size="sm" c="dimmed" maw={720}>
          Share of the queries of each dialect that lack a field, of those that could have it; computed from
          the stored queries that arrived in the same time.
        </Text>
        <DialectTable dialects={health.dialects} tz={tz} />
      </Section>
      <SamplingSection project={project} sampling={health.sampling} />
      <DiskSection health={health} />
    </>
  );
}

function DayLinks({ project, days }: { project: string; days: number }) {
  return (
    <Group gap={4} role="group" aria-label="Time window">
      {HEALTH_DAYS.map((choice) => (
        <ButtonLink
          key={choice}
          size="compact-sm"
          variant={choice === days ? 'filled' : 'default'}
          href={`/${project}/data?days=${choice}`}
        >
          {choice === 1 ? '24 hours' : `${choice} days`}
        </ButtonLink>
      ))}
    </Group>
  );
}

function ArrivalSection({ health, tz }: { health: DataHealth; tz: string }) {
  const { startToArrival, arrivalToReadable, lastEventAt } = health.lag;
  const ms = (value: number | null) => (value === null ? 'not known' : formatMs(value));
  return (
    <Section title="Lag">
      <Figures>
        <Figure
          name="Last query arrived"
          value={lastEventAt === null ? 'never' : formatInstant(lastEventAt, tz, 'minute')}
        />
        <Figure
          name="Start to arrival, median"
          value={ms(startToArrival.p50Ms)}
          note={`95 %: ${ms(startToArrival.p95Ms)}; ${countOf(startToArrival.n, 'live query', 'live queries')}, their own time included`}
        />
        <Figure
          name="Arrival to readable, median"
          value={arrivalToReadable.p50Ms === null ? 'not known' : `≤ ${ms(arrivalToReadable.p50Ms)}`}
          note={
            arrivalToReadable.n === 0
              ? 'no request since the process started'
              : `95 %: ≤ ${ms(arrivalToReadable.p95Ms)}; ${countOf(arrivalToReadable.n, 'request')} since the process started`
          }
        />
      </Figures>
    </Section>
  );
}

function DiskSection({ health }: { health: DataHealth }) {
  const total = health.disk.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <Section title="Disk">
      <Text size="sm" c="dimmed">
        Tables of the query log at this moment, all projects together: {formatBytes(total)}.
      </Text>
      <Stack gap={0}>
        <Figures>
          {health.disk.map(({ table, bytes }) => (
            <Figure key={table} name={table} value={formatBytes(bytes)} small />
          ))}
        </Figures>
      </Stack>
    </Section>
  );
}
