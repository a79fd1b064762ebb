// Indexes a knowledge base against the server of OpenAI's wire at INDEX_TEST_URL, for the test that kills it. At the
// first start it makes the base and asks for an index; after that it goes on with what is there. With
// --forget-vectors it is broken on purpose: vectors are not kept as they come, which the test must notice.
import process from 'node:process';
import { ensureProject } from '#lib/auth/ensure-project.ts';
import { createIngest } from '#lib/ingest/http.ts';
import { addDocuments } from '#lib/pipeline/add-documents.ts';
import { connectedProviders } from '#lib/pipeline/connected-providers.ts';
import { createKnowledgeBase } from '#lib/pipeline/create-knowledge-base.ts';
import { INDEX_JOB } from '#lib/pipeline/index-job.ts';
import { registerPipelineJobs } from '#lib/pipeline/jobs.ts';
import { listKnowledgeBases } from '#lib/pipeline/queries/knowledge-bases.ts';
import { requestIndex } from '#lib/pipeline/request-index.ts';
import type { Context } from '#lib/platform/context.ts';
import { openDataFolder } from '#lib/platform/data-folder.ts';
import { readSettings } from '#lib/platform/env.ts';
import { openStores } from '#lib/platform/open-stores.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { createConnection } from '#lib/providers/create-connection.ts';
import { changedTransactions, replacing } from './changed-transactions.ts';

const settings = readSettings();
openDataFolder(settings.dataFolder);
const opened = await openStores(settings);
const stores = process.argv.includes('--forget-vectors') ? forgetful(opened) : opened;
await createIngest(stores);
const project = await ensureProject(stores, { slug: 'default', name: 'Default', isDemo: false });
const ctx: Context = { actor: { kind: 'system' }, project, now: () => new Date(), stores };
if ((await listKnowledgeBases(ctx)).length === 0) await makeBase();
await registerPipelineJobs(stores, connectedProviders);
process.stdout.write('working\n');
for (;;) {
  const [base] = await listKnowledgeBases(ctx);
  if (base?.latest?.status === 'failed') throw new Error(base.latest.error ?? 'failed');
  if (base?.current != null) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
const chunks = await stores.controlPlane.prisma.storedVector.count({ where: { projectId: project.id } });
process.stdout.write(`done ${chunks}\n`);
process.exit(0);

async function makeBase(): Promise<void> {
  const { id: connectionId } = await createConnection(ctx, {
    name: 'Models',
    preset: 'compatible',
    baseUrl: process.env.INDEX_TEST_URL ?? '',
    apiKey: process.env.INDEX_TEST_KEY ?? '',
    options: { embeddingModel: 'embed-test' },
  });
  const embedding = { connectionId, model: 'embed-test' };
  const chunking = { strategy: 'fixed', limit: 128, overlap: 0 } as const;
  const { id: baseId } = await createKnowledgeBase(ctx, { name: 'Numbers', embedding, chunking });
  const files = Array.from({ length: 5 }, (_, i) => ({
    name: `${i}.md`,
    bytes: new TextEncoder().encode(longText(i)),
  }));
  await addDocuments(ctx, { baseId, files });
  await stores.jobs.register(INDEX_JOB, async () => {});
  await requestIndex(ctx, { baseId });
}

/** Some 64 chunks, each another. */
function longText(seed: number): string {
  return Array.from({ length: 900 }, (_, i) => `Part ${seed} has item ${i * 7 + seed}.`).join(' ');
}

function forgetful(real: Stores): Stores {
  const createMany = async () => ({ count: 0 });
  return changedTransactions(real, (tx) =>
    replacing(tx, { knowledgeEmbedding: replacing(tx.knowledgeEmbedding, { createMany }) }),
  );
}
