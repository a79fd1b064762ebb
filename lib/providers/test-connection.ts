import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { collectAnswer } from './chat-provider.ts';
import { faultWith } from './fault-of.ts';
import { openedRow } from './open-connection.ts';
import { openAiChat } from './openai-chat.ts';
import { openAiClient } from './openai-client.ts';
import { openAiEmbeddings } from './openai-embeddings.ts';
import type { OpenedConnection } from './opened-connection.ts';
import { ProviderFault } from './provider-fault.ts';
import type { ConnectionTest } from './schema.ts';

const TIMEOUT_MS = 15_000;
const ABOUT = { stage: 'other', targetKind: 'model', timeoutMs: TIMEOUT_MS } as const;

/**
 * Makes real calls through a connection: a short answer, a vector, or the state of an index. A fault is a result and
 * not thrown. Throws `not_found`.
 */
export async function testConnection(ctx: Context, input: { id: string }): Promise<ConnectionTest> {
  requirePermission(ctx, 'providers:manage');
  const { prisma } = ctx.stores.controlPlane;
  const where = { id: input.id, projectId: ctx.project.id };
  const row = await prisma.providerConnection.findFirst({ where });
  if (row === null) throw notFound('The connection');
  const result = await tried(async () => sentenceOf(openedRow(ctx.stores, row)));
  const at = ctx.now();
  await prisma.providerConnection.updateMany({
    where: { ...where, updatedAt: row.updatedAt }, // a change in between has its own test
    data: { testedAt: at, testOk: result.ok, testMessage: result.message },
  });
  return { ...result, at: at.toISOString() };
}

async function tried(work: () => Promise<string>): Promise<Omit<ConnectionTest, 'at'>> {
  try {
    return { ok: true, message: await work() };
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    return { ok: false, message: error.message };
  }
}

async function sentenceOf(connection: OpenedConnection): Promise<string> {
  switch (connection.kind) {
    case 'openai':
      return testModels(connection);
    case 'pinecone':
      return testPinecone(connection);
    case 'chroma': {
      const { chromaClient } = await import('./chroma-vectors.ts');
      return counted(connection, () => chromaClient(connection).countCollections());
    }
    case 'qdrant': {
      const { qdrantClient } = await import('./qdrant-vectors.ts');
      return counted(
        connection,
        async () => (await qdrantClient(connection).getCollections()).collections.length,
      );
    }
    case 'weaviate': {
      const { weaviateClient } = await import('./weaviate-client.ts');
      return counted(connection, async () => (await weaviateClient(connection).classes()).length);
    }
  }
}

async function testModels(connection: OpenedConnection): Promise<string> {
  const { chatModel, embeddingModel, dimensions } = connection.options;
  const said: string[] = [];
  if (chatModel !== undefined) {
    const begin = performance.now();
    const chat = openAiChat(connection, { model: chatModel, timeoutMs: TIMEOUT_MS, pauseMs: TIMEOUT_MS });
    const { model } = await collectAnswer(
      chat.stream({ messages: [{ role: 'user', content: 'Answer with OK.' }], maxOutputTokens: 16 }),
    );
    said.push(`${model} answered in ${((performance.now() - begin) / 1000).toFixed(1)} s.`);
  }
  if (embeddingModel !== undefined) {
    const choice = { model: embeddingModel, dimensions: dimensions ?? null, timeoutMs: TIMEOUT_MS };
    const [vector] = await openAiEmbeddings(connection, choice).embed(['Faultline']);
    said.push(`${embeddingModel} makes vectors of ${vector?.length} numbers.`);
  }
  if (said.length > 0) return said.join(' ');
  const models = await connection.wire.call({ ...ABOUT, target: 'models' }, () =>
    openAiClient(connection).models.list(),
  );
  return `The server has ${countOf(models.data?.length ?? 0, 'model')}. Name one to use it.`;
}

async function testPinecone(connection: OpenedConnection): Promise<string> {
  const { describePineconeIndex, pineconeClient, pineconeVectors } = await import('./pinecone-vectors.ts');
  const index = connection.options.index ?? '';
  const about = { ...ABOUT, target: index, targetKind: 'index' } as const;
  const { dimensions, host } = await connection.wire.call(about, () =>
    describePineconeIndex(pineconeClient(connection), index),
  );
  const dataUrl = new URL(host.includes('://') ? host : `https://${host}`).origin;
  if (dataUrl !== connection.dataUrl)
    throw faultWith(
      { connection: connection.name, stage: 'other' },
      'blocked_address',
      'keeps the index at another host than when its key was saved. Save the connection again.',
    );
  await pineconeVectors(connection, 'faultline-test', { timeoutMs: TIMEOUT_MS }).count();
  return `The index ${index} answers and holds vectors of ${dimensions ?? 'an unknown number of'} numbers.`;
}

async function counted(connection: OpenedConnection, count: () => Promise<number>): Promise<string> {
  const about = { ...ABOUT, target: 'collections', targetKind: 'index' } as const;
  const collections = await connection.wire.call(about, count);
  return `The server answers and has ${countOf(collections, 'collection')}.`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
