'use client';
import { Alert, EmptyState, Stack, Text, Title } from '@mantine/core';
import { IconBooks } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import type { KnowledgeBaseView } from '#lib/pipeline/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import { IndexProgress } from './index-progress.tsx';
import { isUnderWay } from './index-words.ts';
import { UploadFiles } from './upload-files.tsx';

const FIRST_NAME = 'Documents';

/** Where nothing can be asked yet: files in, and what is happening to them until questions can be asked. */
export function FirstDocuments({
  project,
  mayManage,
  base,
}: {
  project: string;
  mayManage: boolean;
  base: KnowledgeBaseView | null;
}) {
  const router = useRouter();
  const latest = base?.latest ?? null;
  const baseId = async () => base?.id ?? (await makeBase(project));
  const index = async (id: string) => {
    await callApi(project, 'POST', `/api/v1/knowledge/${encodeURIComponent(id)}/index`);
    router.refresh();
  };
  return (
    <EmptyState icon={<IconBooks size={44} stroke={1.3} aria-hidden />} py={32}>
      <Title order={2} size="h4" ta="center">
        Ask your own documents
      </Title>
      <Text c="dimmed" ta="center" maw={560}>
        Upload files, and ask as soon as they are indexed. No key is needed: passages are found by their
        words, and the answer quotes them. A model can be added later.
      </Text>
      <Stack gap="sm" w="100%" maw={560} mt="md" align="center">
        {latest !== null && base !== null && isUnderWay(latest) ? (
          <IndexProgress project={project} index={latest} mayManage={mayManage} />
        ) : mayManage ? (
          <UploadFiles
            project={project}
            baseId={baseId}
            label="Upload and index files"
            leaves
            onUploaded={index}
          />
        ) : (
          <Text ta="center">An owner or admin can upload documents.</Text>
        )}
        {latest?.status === 'failed' ? (
          <Alert variant="default" role="alert" title="Indexing failed">
            {latest.error}
          </Alert>
        ) : null}
        <Text size="sm" c="dimmed" ta="center">
          <TextLink href={`/${project}/setup`} underline="always" inherit>
            Send the queries of an application
          </TextLink>{' '}
          that you have already, or see all{' '}
          <TextLink href={`/${project}/knowledge`} underline="always" inherit>
            knowledge bases
          </TextLink>
          .
        </Text>
      </Stack>
    </EmptyState>
  );
}

async function makeBase(project: string): Promise<string> {
  const { id } = await callApi<{ id: string }>(project, 'POST', '/api/v1/knowledge', { name: FIRST_NAME });
  return id;
}
