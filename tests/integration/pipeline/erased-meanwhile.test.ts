import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseProject } from '#lib/auth/erase-project.ts';
import { embedTexts } from '#lib/pipeline/embed-texts.ts';
import { erasePipeline } from '#lib/pipeline/erase-pipeline.ts';
import type { Context } from '#lib/platform/context.ts';
import type { EmbeddingProvider } from '#lib/providers/embedding-provider.ts';
import { changedTransactions, replacing } from '../../support/changed-transactions.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

let open: Awaited<ReturnType<typeof openTestStores>>;
beforeAll(async () => {
  open = await openTestStores();
});
afterAll(() => open.close());

/** A model that answers after `meanwhile`. */
function modelThat(meanwhile: () => Promise<void>): EmbeddingProvider {
  return {
    model: 'm',
    dimensions: null,
    embed: async (texts) => {
      await meanwhile();
      return texts.map(() => Float32Array.of(1, 0));
    },
  };
}

const run = (ctx: Context, meanwhile: () => Promise<void>) =>
  embedTexts(ctx, ['a text'], { modelKey: 'm', provider: modelThat(meanwhile) });
const vectorsOf = ({ project }: Context) =>
  open.stores.controlPlane.prisma.knowledgeEmbedding.count({ where: { projectId: project.id } });
const order = ({ project }: Context) =>
  open.stores.controlPlane.prisma.project.update({
    where: { id: project.id },
    data: { deletingAt: new Date() },
  });

async function erase(ctx: Context): Promise<void> {
  await order(ctx);
  await erasePipeline(open.stores, ctx.project.id);
  await eraseProject(open.stores, ctx.project.id, new Date());
}

test('a call that ends after the project was erased leaves no vectors', async () => {
  const ctx = await ownerContext(open.stores);
  await expect(run(ctx, () => erase(ctx))).rejects.toMatchObject({ kind: 'not_found' });
  expect(await vectorsOf(ctx)).toBe(0);
});

test('nor does one that ends between the erasure of vectors and that of the project', async () => {
  const ctx = await ownerContext(open.stores);
  const meanwhile = async () => {
    await order(ctx);
    await erasePipeline(open.stores, ctx.project.id);
  };
  await expect(run(ctx, meanwhile)).rejects.toMatchObject({ kind: 'not_found' });
  expect(await vectorsOf(ctx)).toBe(0);
});

test('control: without the look at the project it would', async () => {
  const ctx = await ownerContext(open.stores);
  const stores = changedTransactions(open.stores, (tx) =>
    replacing(tx, { project: replacing(tx.project, { count: async () => 1 }) }),
  );
  await run({ ...ctx, stores }, () => erase(ctx));
  expect(await vectorsOf(ctx)).toBe(1);
});
