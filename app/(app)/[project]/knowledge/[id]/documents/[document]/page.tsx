import { Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readDocument } from '#lib/pipeline/queries/documents.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { countOf } from '../../../../../../_components/number-format.ts';
import { TextLink } from '../../../../../../_components/text-link.tsx';
import { pageContext } from '../../../../../../_server/page-context.ts';
import { ChunkList } from './chunk-list.tsx';

export const metadata: Metadata = { title: 'Document' };

export default async function DocumentPage({
  params,
}: {
  params: Promise<{ project: string; id: string; document: string }>;
}) {
  const { project, id, document: documentId } = await params;
  const ctx = await pageContext(project, '/[project]/knowledge/[id]/documents/[document]');
  const document = await found(ctx, documentId);
  return (
    <Stack gap="lg">
      <div>
        <TextLink href={`/${project}/knowledge/${encodeURIComponent(id)}`} size="sm" underline="always">
          Knowledge base
        </TextLink>
        <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
          <bdi>{document.title}</bdi>
        </Title>
        <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          <bdi>{document.name}</bdi>
          {document.indexVersion === null
            ? ': this text is not in the index yet'
            : `: ${countOf(document.chunks.length, 'chunk')} in index ${document.indexVersion}`}
        </Text>
      </div>
      <ChunkList document={document} />
    </Stack>
  );
}

async function found(ctx: Context, id: string) {
  try {
    return await readDocument(ctx, id);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    throw error;
  }
}
