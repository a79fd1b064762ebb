import { Grid, GridCol, Group, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { mayDo } from '#lib/auth/permissions.ts';
import { readTrace } from '#lib/ingest/queries/read-trace.ts';
import { readDecisions } from '#lib/labelling/queries/decisions.ts';
import { listLabels } from '#lib/labelling/queries/labels.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { retrievalOfQuery } from '#lib/quality/queries/query-retrieval.ts';
import { DEFAULT_LAMBDA } from '#lib/quality/retrieval-detail-schema.ts';
import { blindQueries } from '#lib/query-log/queries/blind-queries.ts';
import { type Neighbours, neighbours } from '#lib/query-log/queries/neighbours.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { cutText } from '../../../../_components/cut-text.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { pageContext } from '../../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../../_server/page-filter.ts';
import { questionText } from '../../_components/question-text.ts';
import { AnswerSection } from './answer-section.tsx';
import { CandidateList } from './candidate-list.tsx';
import { ExpectedSection } from './expected-section.tsx';
import { FactsSection } from './facts-section.tsx';
import { FeedbackSection } from './feedback-section.tsx';
import { HitSection } from './hit-section.tsx';
import { LabelSection } from './label-section.tsx';
import { LatencySection } from './latency-section.tsx';
import { MarkSection } from './mark-section.tsx';
import { NeighbourLinks } from './neighbour-links.tsx';
import { QueryActions } from './query-actions.tsx';
import { QuestionSection } from './question-section.tsx';
import { RankingSection } from './ranking-section.tsx';
import { RawSection } from './raw-section.tsx';
import { RetrievalsSection } from './retrievals-section.tsx';
import { ScoreSection } from './score-section.tsx';
import { TagSection } from './tag-section.tsx';
import { TraceSection } from './trace-section.tsx';

const TITLE_LENGTH = 60;

export async function generateMetadata({
  params,
}: {
  params: Promise<{ project: string; id: string }>;
}): Promise<Metadata> {
  // Unlike the page, its metadata is given the id decoded.
  const { project, id } = await params;
  const { query } = await loadQuery(project, id);
  return { title: cutText(questionText(query.question), TITLE_LENGTH) };
}

export default async function QueryPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string; id: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project, id: encodedId } = await params;
  const id = decodeURIComponent(encodedId);
  const { ctx, query } = await loadQuery(project, id);
  // The application's own id for a query that its spans had made before.
  if (query.id !== id) redirect(`/${project}/queries/${encodeURIComponent(query.id)}`);
  const sent = await searchParams;
  const page = readPageFilter(sent, ctx.now(), ctx.project.timeZone);
  const { filter, chart, rest } = page;
  const order = rest.order === 'oldest' ? ('oldest' as const) : ('newest' as const);
  const lambda = lambdaOf(rest.lambda);
  const [beside, labels, blind, trace, decisions, retrieval] = await orNotFound(
    Promise.all([
      neighbours(ctx, { id, filter, order }),
      listLabels(ctx, { queryId: id, limit: 500 }),
      blindQueries(ctx, [id]),
      readTrace(ctx, id),
      readDecisions(ctx, id),
      retrievalOfQuery(ctx, query, { k: chart.k, lambda }),
    ]),
  );
  const hidden = blind.has(id);
  return (
    <Stack gap="md">
      <Heading ctx={ctx} query={query} beside={beside} tz={chart.tz} />
      <Grid gap="lg">
        <GridCol span={{ base: 12, lg: 8 }}>
          <Stack gap="lg">
            <QuestionSection query={query} />
            <AnswerSection query={query} />
            <HitSection query={query} />
            <RankingSection
              retrieval={retrieval}
              href={(choice) => `?${withParam(sent, 'lambda', String(choice))}`}
            />
            <CandidateList query={query} />
            <RetrievalsSection trace={trace} />
            <ExpectedSection query={query} />
            <TraceSection trace={trace} />
            <RawSection project={project} id={id} />
          </Stack>
        </GridCol>
        <GridCol span={{ base: 12, lg: 4 }}>
          <Stack gap="lg">
            <LabelSection
              query={query}
              labels={labels.items}
              hidden={hidden}
              decisions={decisions}
              decideHref={
                mayDo(ctx.actor, 'queues:manage')
                  ? `/${project}/adjudicate/${encodeURIComponent(id)}`
                  : undefined
              }
              tz={chart.tz}
            />
            <ScoreSection scores={query.scores} hidden={hidden} tz={chart.tz} />
            <LatencySection query={query} />
            <FactsSection project={project} query={query} tz={chart.tz} />
            <TagSection
              project={project}
              id={id}
              tags={query.tags}
              mayEdit={mayDo(ctx.actor, 'queries:tag')}
            />
            <FeedbackSection query={query} />
            <MarkSection query={query} />
          </Stack>
        </GridCol>
      </Grid>
    </Stack>
  );
}

function Heading({
  ctx,
  query: { id, startedAt },
  beside,
  tz,
}: {
  ctx: Context;
  query: QueryDetail;
  beside: Neighbours;
  tz: string;
}) {
  const project = ctx.project.slug;
  return (
    <Group justify="space-between" align="flex-start">
      <div>
        <Title order={1} size="h2">
          Query
        </Title>
        <Text size="sm" c="dimmed">
          <time dateTime={startedAt}>{formatInstant(startedAt, tz, 'minute')}</time> ({tz})
        </Text>
      </div>
      <Group gap="xs">
        <NeighbourLinks base={`/${project}/queries`} neighbours={beside} />
        <QueryActions
          project={project}
          id={id}
          mayLabel={mayDo(ctx.actor, 'labels:write')}
          mayQueue={mayDo(ctx.actor, 'queues:manage')}
          mayKeep={mayDo(ctx.actor, 'golden-sets:write')}
          mayDelete={mayDo(ctx.actor, 'queries:delete')}
          mayAsk={mayDo(ctx.actor, 'knowledge:ask')}
        />
      </Group>
    </Group>
  );
}

/** Title and page ask for the same query: once a request. */
const loadQuery = cache(async (project: string, id: string) => {
  const ctx = await pageContext(project, '/[project]/queries/[id]');
  return { ctx, query: await orNotFound(readQuery(ctx, id)) };
});

async function orNotFound<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    throw error;
  }
}

function lambdaOf(text: string | undefined): number {
  const value = text === undefined ? DEFAULT_LAMBDA : Number(text);
  return value >= 0 && value <= 1 ? value : DEFAULT_LAMBDA;
}

function withParam(sent: PageSearchParams, name: string, value: string): URLSearchParams {
  const pairs = Object.entries(sent).flatMap(([key, values]) =>
    [values].flat().flatMap((one) => (one === undefined || key === name ? [] : [[key, one]])),
  );
  return new URLSearchParams([...pairs, [name, value]]);
}
