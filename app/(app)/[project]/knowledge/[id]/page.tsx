import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { mayDo } from '#lib/auth/permissions.ts';
import { listDocuments } from '#lib/pipeline/queries/documents.ts';
import { listIndices, readKnowledgeBase } from '#lib/pipeline/queries/knowledge-bases.ts';
import { listPrompts } from '#lib/pipeline/queries/prompts.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { listConnectionChoices } from '#lib/providers/queries/connections.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { ButtonLink, TextLink } from '../../../../_components/text-link.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import { IndexProgress } from '../_components/index-progress.tsx';
import { indexWords } from '../_components/index-words.ts';
import { BaseActions } from './base-actions.tsx';
import { BaseSettings } from './base-settings.tsx';
import { DocumentTable } from './document-table.tsx';
import { IndexTable } from './index-table.tsx';

export const metadata: Metadata = { title: 'Knowledge base' };
const PAGE = 100;

export default async function KnowledgeBasePage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string; id: string }>;
  searchParams: Promise<{ cursor?: string | string[] }>;
}) {
  const { project, id } = await params;
  const { cursor } = await searchParams;
  const ctx = await pageContext(project, '/[project]/knowledge/[id]');
  const base = await found(ctx, id);
  const after = typeof cursor === 'string' ? cursor : undefined;
  const documents = await listDocuments(ctx, { baseId: id, limit: PAGE, after });
  const mayManage = mayDo(ctx.actor, 'knowledge:manage');
  const { latest, current } = base;
  return (
    <Stack gap="lg">
      <div>
        <TextLink href={`/${project}/knowledge`} size="sm" underline="always">
          Knowledge
        </TextLink>
        <Group justify="space-between" gap="sm">
          <Title order={1} size="h2">
            <bdi>{base.name}</bdi>
          </Title>
          {current === null || !mayDo(ctx.actor, 'knowledge:ask') ? null : (
            <ButtonLink href={`/${project}/ask?base=${encodeURIComponent(id)}`}>Ask it</ButtonLink>
          )}
        </Group>
        <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {current === null ? 'Not indexed yet.' : `Index ${current.version}: ${indexWords(current)}.`}
        </Text>
      </div>
      {latest === null ? null : <IndexProgress project={project} index={latest} mayManage={mayManage} />}
      {latest?.status === 'failed' ? (
        <Alert variant="default" role="alert" title="The newest index failed">
          {latest.error} Once that is mended, index again: what was embedded is kept.
          {current === null || current.id === latest.id
            ? ''
            : ' Until then questions go to the index before it.'}
        </Alert>
      ) : null}
      {latest?.status === 'cancelled' ? (
        <Alert variant="default" title="The newest index was cancelled">
          Questions do not see the latest changes. Index again to go on: what was embedded is kept.
        </Alert>
      ) : null}
      {mayManage ? (
        <BaseActions project={project} id={id} folder={base.folder} documents={base.documents} />
      ) : null}
      <Section title="Documents" aside={<Text size="sm">{countOf(documents.total, 'document')}</Text>}>
        <DocumentTable
          project={project}
          baseId={id}
          tz={ctx.project.timeZone}
          items={documents.items}
          nextCursor={documents.nextCursor}
          mayManage={mayManage && base.folder === null}
        />
      </Section>
      {mayManage ? (
        <Section title="How it is indexed and answered from">
          <BaseSettings
            project={project}
            base={base}
            connections={await listConnectionChoices(ctx)}
            prompts={(await listPrompts(ctx)).map(({ promptVersion }) => promptVersion)}
          />
        </Section>
      ) : null}
      <Section title="Indices">
        <IndexTable
          items={await listIndices(ctx, id)}
          currentId={current?.id ?? null}
          tz={ctx.project.timeZone}
        />
      </Section>
    </Stack>
  );
}

async function found(ctx: Context, id: string) {
  try {
    return await readKnowledgeBase(ctx, id);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    throw error;
  }
}
