import { v7 as uuidv7 } from 'uuid';
import type { Stores } from '#lib/platform/stores.ts';

/** A row of the project in each table of golden sets, knowledge bases and providers. */
export async function fillPipelineTables(stores: Stores, projectId: string): Promise<void> {
  const { prisma } = stores.controlPlane;
  const setId = uuidv7();
  await prisma.goldenSet.create({ data: { id: setId, projectId, name: 'G', createdBy: 'Ada' } });
  await prisma.goldenSetVersion.create({
    data: { id: uuidv7(), projectId, setId, version: 1, source: 'edit', questions: 1, createdBy: 'Ada' },
  });
  const question = { key: 'k', place: 0, addedIn: 1, question: 'Q', questionHash: 'q' };
  await prisma.goldenQuestion.create({ data: { id: uuidv7(), projectId, setId, ...question } });

  const baseId = uuidv7();
  const indexId = uuidv7();
  const owned = { projectId, baseId };
  const document = { name: 'a.md', title: 'A', format: 'markdown', contentHash: 'h' };
  await prisma.knowledgeBase.create({
    data: { id: baseId, projectId, name: 'B', chunking: {}, answering: {} },
  });
  await prisma.knowledgeDocument.create({ data: { id: uuidv7(), ...owned, ...document, bytes: 1 } });
  await prisma.knowledgeText.create({ data: { ...owned, contentHash: 'h', text: 'T' } });
  await prisma.knowledgeIndex.create({
    data: { id: indexId, ...owned, version: 'v', chunking: {}, chunkingKey: 'c' },
  });
  await prisma.knowledgeIndexDocument.create({ data: { indexId, projectId, ...document } });
  const place = { ordinal: 0, startOffset: 0, endOffset: 1, tokens: 1 };
  await prisma.knowledgeChunk.create({
    data: {
      ...owned,
      contentHash: 'h',
      chunkingKey: 'c',
      ...place,
      headings: [],
      context: '',
      textHash: 't',
    },
  });
  const vector = new Uint8Array(4);
  await prisma.knowledgeEmbedding.create({ data: { projectId, modelKey: 'm', textHash: 't', vector } });
  await prisma.pipelinePrompt.create({
    data: { id: uuidv7(), projectId, name: 'P', version: 1, text: 'T', createdBy: 'Ada' },
  });

  const connection = { name: 'C', kind: 'openai', preset: 'openai', baseUrl: 'https://example.org' };
  await prisma.providerConnection.create({ data: { id: uuidv7(), projectId, ...connection, options: {} } });
  await prisma.vectorCollection.create({ data: { projectId, name: 'V', dimensions: 1 } });
  await prisma.storedVector.create({
    data: { projectId, collection: 'V', id: 'x', version: 1, vector, metadata: {} },
  });
}
