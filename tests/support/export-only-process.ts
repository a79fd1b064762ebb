// Makes exports for the test that kills it. At the first start it stores labelled queries and begins three exports, of
// which two stop for ever, one while its queries are read and one with its folder whole and not yet offered; the third
// is broken on purpose: it is called done before its files are there, which the test must notice. At the next start it
// says what is offered, does what exports do at every start, and says what is offered once none is under way.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { ensureProject } from '#lib/auth/ensure-project.ts';
import { localOwnerOf } from '#lib/auth/project-access.ts';
import type { FormatId } from '#lib/export/format.ts';
import { GATE_IDS } from '#lib/export/gates.ts';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { findExportFiles, listExports } from '#lib/export/queries/exports.ts';
import { requestExport } from '#lib/export/request-export.ts';
import { EXPORT_JOB } from '#lib/export/requester.ts';
import { runExport } from '#lib/export/run-export.ts';
import { createIngest } from '#lib/ingest/http.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Prisma } from '#lib/platform/control-plane.ts';
import { openDataFolder } from '#lib/platform/data-folder.ts';
import { readSettings } from '#lib/platform/env.ts';
import { openStores } from '#lib/platform/open-stores.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { replacing } from './changed-transactions.ts';
import { storeLabelledQueries } from './store-labelled-queries.ts';

const QUERIES = 60;
const PAGE_SIZE = 20;
const POLL_MS = 50;
type Changes = NonNullable<Parameters<Prisma['export']['updateMany']>[0]>['data'];
const CALLED_DONE: Changes = {
  status: 'done',
  files: [
    {
      name: 'train.jsonl',
      rows: QUERIES,
      bytes: 1,
      sha256: createHash('sha256').update('rows').digest('hex'),
    },
  ],
};

const settings = readSettings();
openDataFolder(settings.dataFolder);
const stores = await openStores(settings);
await createIngest(stores);
const project = await ensureProject(stores, { slug: 'default', name: 'Default', isDemo: false });
const actor = await localOwnerOf(stores, project);
const ctx: Context = { actor, project, now: () => new Date(), stores };
if ((await listExports(ctx)).length === 0) await beginExports();
else await finishExports();

async function beginExports(): Promise<void> {
  await storeLabelledQueries(ctx, QUERIES);
  await stores.jobs.register(EXPORT_JOB, async () => {});
  await Promise.all([
    begunAndHalted('trl-sft', ({ rowsDone }) => rowsDone === 2 * PAGE_SIZE),
    begunAndHalted('openai-chat', ({ status }) => status === 'done'),
    begunAndHalted('trl-unpaired', ({ rowsDone }) => rowsDone === PAGE_SIZE, CALLED_DONE),
  ]);
  process.stdout.write('halted\n');
  setInterval(() => undefined, 60_000);
}

/** Begins an export and resolves where it writes what `isHere` names into its row; it never comes further. */
async function begunAndHalted(
  format: FormatId,
  isHere: (data: Changes) => boolean,
  last?: Changes,
): Promise<void> {
  const overrides = GATE_IDS.map((gate) => ({ gate, reason: 'A test' }));
  const { id } = await requestExport(ctx, { format, overrides });
  const { prisma } = stores.controlPlane;
  const { promise: halted, resolve: halt } = Promise.withResolvers<void>();
  const updateMany = async (args: { where: object; data: Changes }) => {
    if (!isHere(args.data)) return prisma.export.updateMany(args);
    if (last !== undefined) await prisma.export.updateMany({ where: { id }, data: last });
    halt();
    return new Promise(() => undefined);
  };
  const changed = new Proxy({} as Prisma, {
    get: (_, name) => {
      if (name === 'export') return replacing(prisma.export, { updateMany });
      const value: unknown = Reflect.get(prisma, name);
      return typeof value === 'function' ? value.bind(prisma) : value;
    },
  });
  const halting: Stores = { ...stores, controlPlane: { ...stores.controlPlane, prisma: changed } };
  void runExport(halting, id, { pageSize: PAGE_SIZE });
  return halted;
}

async function finishExports(): Promise<void> {
  say('before', await offers());
  await registerExportJobs(stores);
  while ((await listExports(ctx)).some(({ status }) => status === 'queued' || status === 'running'))
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  say('after', await offers());
  process.exit(0);
}

/** By format: how each export stands, and whether every file that it offers is there as it was hashed. */
async function offers(): Promise<object> {
  const exports = await listExports(ctx);
  const stands = exports.map(async ({ id, format, status }) => {
    const offered = await findExportFiles(ctx, id).catch(() => undefined);
    const hashes = offered?.files.map(async ({ name, sha256 }) => {
      const content = await readFile(join(offered.folder, name)).catch(() => '');
      return createHash('sha256').update(content).digest('hex') === sha256;
    });
    return [
      format,
      { status, files: offered?.files.length ?? 0, whole: (await Promise.all(hashes ?? [])).every(Boolean) },
    ];
  });
  return Object.fromEntries(await Promise.all(stands));
}

function say(what: string, value: object): void {
  process.stdout.write(`${what} ${JSON.stringify(value)}\n`);
}
