// Opens the stores that the environment names, as a start of the server does, and closes them again. It says that it
// is loaded and waits for a line, so that several of them begin at the same moment.
import { once } from 'node:events';
import { readSettings } from '#lib/platform/env.ts';
import { closeStores, openStores } from '#lib/platform/open-stores.ts';

process.stdout.write('loaded\n');
await once(process.stdin, 'data');
const stores = await openStores(readSettings());
await stores.jobs.register('planted', async () => {});
await closeStores(stores);
process.exit(0);
