// The ingest door alone, for the durability test. With --acknowledge-early it is broken on purpose: inserts are
// reported as done at once and reach the disk a moment later, which the test must notice.
import { createServer } from 'node:http';
import { ALL_SCOPES } from '#lib/auth/api-keys.ts';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { ensureProject } from '#lib/auth/ensure-project.ts';
import { createIngest } from '#lib/ingest/http.ts';
import { openDataFolder } from '#lib/platform/data-folder.ts';
import { readSettings } from '#lib/platform/env.ts';
import { openStores } from '#lib/platform/open-stores.ts';
import type { Stores } from '#lib/platform/stores.ts';

const EARLY_BY_MS = 200;
const settings = readSettings();
openDataFolder(settings.dataFolder);
const opened = await openStores(settings);
const stores = process.argv.includes('--acknowledge-early') ? acknowledgeEarly(opened) : opened;
const project = await ensureProject(stores, { slug: 'default', name: 'Default', isDemo: false });
await ensureApiKey(stores, project, {
  name: 'test',
  secret: settings.bootstrapKey ?? '',
  scopes: ALL_SCOPES,
});
const ingest = await createIngest(stores);

createServer((req, res) => {
  ingest.handle(req, res).catch(() => res.end());
}).listen(settings.port, settings.host, () => process.stdout.write('Data folder: ready\n'));

function acknowledgeEarly(real: Stores): Stores {
  const insert = async (table: string, rows: readonly object[]) => {
    setTimeout(() => void real.queryLog.insert(table, rows), EARLY_BY_MS);
  };
  return { ...real, queryLog: { ...real.queryLog, insert } };
}
