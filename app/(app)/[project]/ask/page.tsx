import { Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { mayDo } from '#lib/auth/permissions.ts';
import { listIndices, listKnowledgeBases } from '#lib/pipeline/queries/knowledge-bases.ts';
import { listPrompts } from '#lib/pipeline/queries/prompts.ts';
import type { KnowledgeBaseView } from '#lib/pipeline/schema.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { listConnectionChoices } from '#lib/providers/queries/connections.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { pageContext } from '../../../_server/page-context.ts';
import { FirstDocuments } from '../knowledge/_components/first-documents.tsx';
import type { AskBase, ChatOption } from './ask-choices.ts';
import { AskScreen } from './ask-screen.tsx';
import { loggedRun } from './logged-run.ts';

export const metadata: Metadata = { title: 'Ask' };

export default async function AskPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<Partial<Record<'replay' | 'base' | 'prompt', string | string[]>>>;
}) {
  const { project } = await params;
  const { replay, base: wanted, prompt } = await searchParams;
  const ctx = await pageContext(project, '/[project]/ask');
  const views = await listKnowledgeBases(ctx);
  const ready = views
    .filter(({ current }) => current !== null)
    .sort((a, b) => Number(b.id === wanted) - Number(a.id === wanted));
  const bases = await Promise.all(ready.map((view) => askBase(ctx, view)));
  const prompts = (await listPrompts(ctx)).map(({ promptVersion }) => promptVersion);
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        Ask
      </Title>
      {bases.length === 0 ? (
        <FirstDocuments
          project={project}
          mayManage={mayDo(ctx.actor, 'knowledge:manage')}
          base={views[0] ?? null}
        />
      ) : (
        <>
          <Text c="dimmed" maw={760}>
            Every question asked here is logged with its passages, answer and latency, like those of your
            application.
          </Text>
          <AskScreen
            project={project}
            bases={bases}
            prompts={prompts}
            prompt={prompts.find((version) => version === prompt)}
            chats={await chatOptions(ctx)}
            mayKeep={mayDo(ctx.actor, 'golden-sets:write')}
            replay={typeof replay === 'string' ? await replayed(ctx, replay) : undefined}
          />
        </>
      )}
    </Stack>
  );
}

async function askBase(ctx: Context, view: KnowledgeBaseView): Promise<AskBase> {
  const { mode, k, lambda } = view.answering.retrieval;
  const indices = await listIndices(ctx, view.id);
  return {
    id: view.id,
    name: view.name,
    hasVectors: view.current?.embeddingModel != null,
    mode,
    k,
    lambda,
    currentVersion: view.current?.version ?? '',
    versions: indices.filter(({ status }) => status === 'done').map(({ version }) => version),
    promptVersion: view.answering.promptVersion,
    chat: view.answering.chat,
  };
}

async function chatOptions(ctx: Context): Promise<ChatOption[]> {
  return (await listConnectionChoices(ctx)).flatMap(({ id, name, options }) =>
    options.chatModel === undefined ? [] : [{ connectionId: id, name, model: options.chatModel }],
  );
}

/** A query that is gone is no reason to show no page. */
async function replayed(ctx: Context, id: string) {
  try {
    return loggedRun(await readQuery(ctx, id));
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') return undefined;
    throw error;
  }
}
