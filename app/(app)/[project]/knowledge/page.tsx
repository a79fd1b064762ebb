import { EmptyState, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconBooks } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { mayDo } from '#lib/auth/permissions.ts';
import { listKnowledgeBases } from '#lib/pipeline/queries/knowledge-bases.ts';
import { listPrompts } from '#lib/pipeline/queries/prompts.ts';
import type { KnowledgeBaseView } from '#lib/pipeline/schema.ts';
import { readSettings } from '#lib/platform/env.ts';
import { countOf } from '../../../_components/number-format.ts';
import { ButtonLink, TextLink } from '../../../_components/text-link.tsx';
import { pageContext } from '../../../_server/page-context.ts';
import { IndexProgress } from './_components/index-progress.tsx';
import { chunkingWords, indexWords, isUnderWay } from './_components/index-words.ts';
import { PromptSection } from './_prompts/prompt-section.tsx';
import { MakeBaseForm } from './make-base-form.tsx';

export const metadata: Metadata = { title: 'Knowledge' };

export default async function KnowledgePage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/knowledge');
  const bases = await listKnowledgeBases(ctx);
  const mayManage = mayDo(ctx.actor, 'knowledge:manage');
  const mayAsk = mayDo(ctx.actor, 'knowledge:ask');
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          Knowledge
        </Title>
        <Text c="dimmed" maw={760}>
          Documents, cut into chunks and indexed, for the pipeline that answers on the Ask page. Every index
          has a version that its queries carry, so that a change shows in the charts.
        </Text>
      </div>
      {bases.length === 0 ? (
        <EmptyState icon={<IconBooks size={44} stroke={1.3} aria-hidden />} py={24}>
          <Title order={2} size="h4" ta="center">
            No knowledge base yet
          </Title>
          <Text c="dimmed" ta="center" maw={520}>
            {mayManage
              ? 'Make one below, then upload its documents.'
              : 'An owner or admin can make one and upload documents.'}
          </Text>
        </EmptyState>
      ) : (
        <Stack gap="sm">
          {bases.map((base) => (
            <BaseCard key={base.id} project={project} base={base} mayManage={mayManage} mayAsk={mayAsk} />
          ))}
        </Stack>
      )}
      {mayManage ? (
        <MakeBaseForm project={project} mayReadFolders={readSettings().knowledgeFolder !== undefined} />
      ) : null}
      <PromptSection
        project={project}
        prompts={await listPrompts(ctx)}
        mayManage={mayManage}
        mayAsk={mayAsk}
      />
    </Stack>
  );
}

function BaseCard({
  project,
  base,
  mayManage,
  mayAsk,
}: {
  project: string;
  base: KnowledgeBaseView;
  mayManage: boolean;
  mayAsk: boolean;
}) {
  const { current, latest } = base;
  return (
    <Paper component="section" aria-label={base.name} withBorder radius="md" p="md">
      <Group justify="space-between" gap="sm" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <TextLink href={`/${project}/knowledge/${base.id}`} fw={600} underline="always">
            <bdi>{base.name}</bdi>
          </TextLink>
          <Text size="sm">
            {countOf(base.documents, 'document')}, chunked {chunkingWords(base.chunking)}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {current === null ? 'Not indexed yet' : `Index ${current.version}: ${indexWords(current)}`}
          </Text>
        </div>
        {current === null || !mayAsk ? null : (
          <ButtonLink
            href={`/${project}/ask?base=${encodeURIComponent(base.id)}`}
            size="compact-md"
            variant="default"
          >
            Ask
          </ButtonLink>
        )}
      </Group>
      {latest !== null && isUnderWay(latest) ? (
        <IndexProgress project={project} index={latest} mayManage={mayManage} />
      ) : null}
      {latest?.status === 'failed' ? <Text size="sm">The newest index failed: {latest.error}</Text> : null}
    </Paper>
  );
}
