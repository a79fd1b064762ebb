import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import type { Comparison } from '#lib/quality/compare-schema.ts';
import { compare } from '#lib/quality/queries/compare.ts';
import { dimensionValues } from '#lib/quality/queries/dimension-values.ts';
import { type Filter, NO_VALUE, toSearchParams } from '#lib/query-log/filter.ts';
import { filterCondition } from '#lib/query-log/queries/filter-condition.ts';
import { matchExtent } from '#lib/query-log/queries/match-extent.ts';
import { queriesRange } from '#lib/query-log/queries/queries-range.ts';
import type { Dimension } from '#lib/query-log/schema.ts';
import { CsvDownload } from '../../../_components/csv-download.tsx';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { pageContext } from '../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../_server/page-filter.ts';
import { ChartControls } from '../_charts/chart-controls.tsx';
import { PanelFault } from '../_charts/panel-fault.tsx';
import { panelResult } from '../_charts/panel-result.ts';
import { FilterBar } from '../_components/filter-bar.tsx';
import { HiddenLabels } from '../_components/hidden-labels.tsx';
import { NoQueries } from '../_components/no-queries.tsx';
import { type ComparedSides, comparedBy, haveOwnPeriods, readComparison } from './compare-address.ts';
import { CompareControls } from './compare-controls.tsx';
import { CompareTable } from './compare-table.tsx';
import { sampleWords, standardisedWords, summaryOf } from './compare-words.ts';
import { ComparisonSkeleton } from './comparison-skeleton.tsx';
import { comparisonTable } from './comparison-table.ts';
import { sideWords } from './side-words.ts';
import { Suggestions } from './suggestions.tsx';

export const metadata: Metadata = { title: 'Compare' };

export default async function ComparePage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/compare');
  const page = readPageFilter(await searchParams, ctx.now(), ctx.project.timeZone);
  const { filter, chart, rest } = page;
  const { sides, points } = readComparison(rest, page.notices);
  const [values, extent, all] = await Promise.all([
    dimensionValues(ctx, filter),
    matchExtent(ctx, await filterCondition(ctx, filter)),
    queriesRange(ctx),
  ]);
  const options = Object.fromEntries(
    values.dimensions.map(({ dimension, values: of }) => [
      dimension,
      of.map(({ value, count }) => ({
        value: value === '' ? NO_VALUE : value,
        label: `${value === '' ? NO_VALUE : value} (${formatCount(count)})`,
      })),
    ]),
  ) as Record<Dimension, { value: string; label: string }[]>;
  const range = {
    from: new Date(extent.firstMs).toISOString(),
    to: new Date(extent.lastMs + 1).toISOString(),
  };
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        Compare
      </Title>
      <FilterBar project={project} page={page} ownPeriods={sides !== null && haveOwnPeriods(sides)}>
        <ChartControls bucket="auto" groupBy="" k={chart.k} show={['k']} hidesBucket />
      </FilterBar>
      <HiddenLabels ctx={ctx} />
      {sides === null && extent.total === 0 ? (
        <NoQueries project={project} path="compare" page={page} extent={all} />
      ) : (
        <>
          <CompareControls
            key={`${rest.a} ${rest.b}`}
            by={sides === null ? 'period' : comparedBy(sides)}
            a={toSearchParams(sides?.a ?? {}).toString()}
            b={toSearchParams(sides?.b ?? {}).toString()}
            points={points}
            values={options}
            tz={chart.tz}
          />
          {sides === null ? (
            <Suggestions project={project} filter={filter} range={range} dimensions={values.dimensions} />
          ) : (
            <Suspense key={`${rest.a} ${rest.b} ${toSearchParams(filter)}`} fallback={<ComparisonSkeleton />}>
              <Compared
                project={project}
                filter={filter}
                sides={sides}
                tz={chart.tz}
                load={() => compare(ctx, filter, { ...sides, points })}
              />
            </Suspense>
          )}
        </>
      )}
    </Stack>
  );
}

async function Compared(props: {
  project: string;
  filter: Filter;
  sides: ComparedSides;
  tz: string;
  load: () => Promise<Comparison>;
}) {
  const result = await panelResult(props.load);
  if (!result.ok) return <PanelFault title="Comparison" message={result.message} height={420} />;
  const comparison = result.value;
  const filters = { a: { ...props.filter, ...props.sides.a }, b: { ...props.filter, ...props.sides.b } };
  return (
    <>
      <Group align="stretch" gap="md" grow preventGrowOverflow={false}>
        {(['a', 'b'] as const).map((side) => (
          <Paper key={side} withBorder p="md" radius="md" miw={240}>
            <Text fw={600} size="sm">
              Side {side.toUpperCase()}
            </Text>
            <Text>
              <bdi>{sideWords(props.sides[side], props.tz)}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
              <TextLink
                href={`/${props.project}/queries?${toSearchParams(filters[side])}`}
                inherit
                underline="always"
                prefetch={false}
              >
                {countOf(comparison[side].queries, 'query', 'queries')}
              </TextLink>
              , {formatCount(comparison[side].labelled)} labelled
              {sampleWords(comparison[side])}
              {comparison[side].unlabelledClasses.length > 0
                ? `; no failure rate without labels from ${comparison[side].unlabelledClasses.join(' and ')}`
                : ''}
            </Text>
          </Paper>
        ))}
      </Group>
      {comparison.inBoth > 0 ? (
        <Alert variant="default" p="xs" title="The sides overlap">
          {countOf(comparison.inBoth, 'query is', 'queries are')} on both sides, so that the sides look more
          alike than they are.
        </Alert>
      ) : null}
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600}>{summaryOf(comparison)}</Text>
        <CsvDownload title="Comparison" table={comparisonTable(comparison)} />
      </Group>
      <StandardisedNote comparison={comparison} />
      <CompareTable project={props.project} filters={filters} comparison={comparison} />
      <Text size="sm" c="dimmed" maw={820}>
        Intervals are 95 % as of now. p-values are corrected for the {countOf(comparison.tests, 'difference')}{' '}
        of this page (Holm). “Different” stands only where it holds however often the team looks.{' '}
        {comparison.sharedQuestions === 0
          ? 'No question was asked on both sides.'
          : `${countOf(comparison.sharedQuestions, 'question was', 'questions were')} asked on both sides; several runs of one are averaged.`}
      </Text>
    </>
  );
}

function StandardisedNote({ comparison }: { comparison: Comparison }) {
  const words = standardisedWords(comparison);
  return words === null ? null : (
    <Text size="sm" maw={820}>
      <bdi>{words}</bdi>
    </Text>
  );
}
