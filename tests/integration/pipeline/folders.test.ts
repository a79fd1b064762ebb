import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createKnowledgeBase } from '#lib/pipeline/create-knowledge-base.ts';
import { folderBelowRoot } from '#lib/pipeline/folder-root.ts';
import { listDocuments } from '#lib/pipeline/queries/documents.ts';
import { syncFolder } from '#lib/pipeline/sync-folder.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

let open: Awaited<ReturnType<typeof openTestStores>>;
const place = mkdtempSync(join(tmpdir(), 'faultline-folder-'));
const root = join(place, 'allowed');

beforeAll(async () => {
  open = await openTestStores();
  mkdirSync(join(root, 'docs/inner'), { recursive: true });
  mkdirSync(join(place, 'secret'));
  writeFileSync(join(place, 'secret/key.md'), '# Secret\n\nNobody may read this.\n');
  writeFileSync(join(root, 'docs/a.md'), '# A\n\nText of A.\n');
  writeFileSync(join(root, 'docs/inner/b.txt'), 'Text of B.\n');
  writeFileSync(join(root, 'docs/.hidden.md'), '# Hidden\n');
  writeFileSync(join(root, 'docs/c.bin'), 'x');
  symlinkSync(join(place, 'secret/key.md'), join(root, 'docs/link.md'));
  symlinkSync(join(place, 'secret'), join(root, 'docs/linked'));
  symlinkSync(join(place, 'secret'), join(root, 'way-out'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true, force: true });
  await open.close();
});

test.each(['..', '../secret', 'way-out', '/etc', 'missing', 'docs/a.md'])(
  'nothing is read at %s, and all of them are told the same',
  async (folder) => {
    await expect(folderBelowRoot(folder, root)).rejects.toThrow(
      'There is no such folder below the one that the operator allowed.',
    );
  },
);

test('no folder is read unless the operator allows one', async () => {
  await expect(folderBelowRoot('docs', undefined)).rejects.toThrow(/FAULTLINE_KNOWLEDGE_FOLDER/);
});

test('a base becomes what its folder is: links, hidden and other files are passed over, what is gone is removed', async () => {
  vi.stubEnv('FAULTLINE_KNOWLEDGE_FOLDER', root);
  const ctx = await ownerContext(open.stores);
  const { id: baseId } = await createKnowledgeBase(ctx, { name: 'Folder', folder: 'docs' });
  const first = await syncFolder(ctx, { baseId });
  expect(first.files.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'a.md added',
    'inner/b.txt added',
  ]);
  rmSync(join(root, 'docs/inner/b.txt'));
  writeFileSync(join(root, 'docs/a.md'), '# A\n\nOther text of A.\n');
  expect(await syncFolder(ctx, { baseId })).toMatchObject({ files: [{ status: 'replaced' }], removed: 1 });
  expect((await listDocuments(ctx, { baseId })).items.map(({ name }) => name)).toEqual(['a.md']);
});
