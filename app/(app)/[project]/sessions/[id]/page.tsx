import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { LIST_TEXT_LENGTH } from '#lib/query-log/queries/item-row.ts';
import type { QueryPage } from '#lib/query-log/queries/list-queries.ts';
import { readSession } from '#lib/query-log/queries/read-session.ts';
import type { QueryListItem } from '#lib/query-log/schema.ts';
import { countOf, formatMs } from '../../../../_components/number-format.ts';
import { ButtonLink, TextLink } from '../../../../_components/text-link.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { pageContext } from '../../../../_server/page-context.ts';
import { FeedbackMark } from '../../_components/feedback-mark.tsx';
import { HitCount } from '../../_components/hit-count.tsx';
import { questionText } from '../../_components/question-text.ts';
import { VerdictMark } from '../../_components/verdict-mark.tsx';
import classes from './session.module.css';

export const metadata: Metadata = { title: 'Session' };

const LIMIT = 100;

/** A conversation: its queries in the order in which they were asked. */
export default async function SessionPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string; id: string }>;
  searchParams: Promise<{ cursor?: string | string[] }>;
}) {
  const { project, id } = await params;
  const sessionId = decodeURIComponent(id);
  const { cursor } = await searchParams;
  const ctx = await pageContext(project, '/[project]/sessions/[id]');
  const tz = ctx.project.timeZone;
  const page = await sessionPage(ctx, sessionId, typeof cursor === 'string' ? cursor : undefined);
  const here = `/${project}/sessions/${encodeURIComponent(sessionId)}`;
  return (
    <Stack gap="md" maw={820}>
      <div>
        <Title order={1} size="h2">
          Session <bdi>{sessionId}</bdi>
        </Title>
        <Text c="dimmed" size="sm">
          {countOf(page.total, 'query', 'queries')} in the order asked, times in {tz}
        </Text>
      </div>
      {cursor === undefined ? null : (
        <Group>
          <ButtonLink href={here} variant="default">
            From the beginning
          </ButtonLink>
        </Group>
      )}
      <ol className={classes.turns}>
        {page.items.map((item) => (
          <Turn key={item.id} item={item} project={project} tz={tz} />
        ))}
      </ol>
      {page.nextCursor === null ? null : (
        <Group justify="end">
          <ButtonLink href={`${here}?cursor=${encodeURIComponent(page.nextCursor)}`} variant="default">
            Next
          </ButtonLink>
        </Group>
      )}
    </Stack>
  );
}

async function sessionPage(ctx: Context, sessionId: string, cursor: string | undefined): Promise<QueryPage> {
  try {
    return await readSession(ctx, { sessionId, limit: LIMIT, ...(cursor === undefined ? {} : { cursor }) });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.kind === 'invalid' && cursor !== undefined) return sessionPage(ctx, sessionId, undefined);
    if (error.kind === 'not_found') notFound();
    throw error;
  }
}

function Turn({ item, project, tz }: { item: QueryListItem; project: string; tz: string }) {
  const { totalMs } = item.latency;
  return (
    <li>
      <Paper withBorder radius="md" p="md">
        <Group justify="space-between" gap="xs" mb={4}>
          <Text size="xs" c="dimmed">
            <time dateTime={item.startedAt}>
              {formatInstant(item.startedAt, tz, 'date')}, {formatInstant(item.startedAt, tz, 'clock')}
            </time>
            {totalMs === null ? '' : ` · ${formatMs(totalMs)}`}
          </Text>
          <Group gap="sm" align="flex-start">
            <HitCount {...item} words />
            {item.feedback === null ? null : <FeedbackMark score={item.feedback} />}
            {item.verdict === null ? null : <VerdictMark verdict={item.verdict} failure={item.failure} />}
          </Group>
        </Group>
        <TextLink
          href={`/${project}/queries/${encodeURIComponent(item.id)}?sessionId=${encodeURIComponent(item.sessionId)}&range=all&order=oldest`}
          prefetch={false}
          fw={500}
          c="inherit"
        >
          <bdi>{questionText(item.question)}</bdi>
        </TextLink>
        <Text
          size="sm"
          c={item.error === null ? 'dimmed' : 'var(--fl-bad)'}
          dir="auto"
          className={classes.answer}
        >
          {item.error === null
            ? answerExcerpt(item.answer)
            : `Failed in ${item.error.stage}: ${item.error.message || item.error.type}`}
        </Text>
      </Paper>
    </li>
  );
}

/** A list holds the first characters of an answer only. */
function answerExcerpt(answer: string | null): string {
  if (answer === null) return 'No answer';
  if (answer.trim() === '') return 'Empty answer';
  return [...answer].length < LIST_TEXT_LENGTH ? answer : `${answer}…`;
}
