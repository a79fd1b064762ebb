// The process: one door for everything. Ingest paths are answered here, the rest by Next.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import next from 'next';
import { ALL_SCOPES } from '#lib/auth/api-keys.ts';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { ensureProject } from '#lib/auth/ensure-project.ts';
import { ensureFirstApiKey } from '#lib/auth/first-api-key.ts';
import { createSignInLink } from '#lib/auth/sign-in-links.ts';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { createIngest } from '#lib/ingest/http.ts';
import { registerLabellingJobs } from '#lib/labelling/jobs.ts';
import { openDataFolder } from '#lib/platform/data-folder.ts';
import { readSettings, type Settings } from '#lib/platform/env.ts';
import { folderBytes } from '#lib/platform/folder-bytes.ts';
import { formatBytes } from '#lib/platform/format-bytes.ts';
import { logger } from '#lib/platform/logger.ts';
import { closeStores, openStores } from '#lib/platform/open-stores.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';

const development = process.env.NODE_ENV === 'development';
const demo = process.argv.includes('--demo');

try {
  await run();
} catch (error) {
  // Only the sentence: PGlite's stack traces print its whole minified source.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  const settings = readSettings();
  const server = createServer(starting);
  await listen(server, settings); // first of all: a taken port must not open any store
  const folder = openDataFolder(settings.dataFolder);
  const stores = await step('Opening the stores', () => openStores(settings, (line) => say(`  ${line}`)));
  shareStores(stores);
  const ingest = await createIngest(stores);
  await registerExportJobs(stores);
  await registerLabellingJobs(stores);
  const project = await ensureProject(stores, { slug: 'default', name: 'Default', isDemo: false });
  const keyFile = await ensureFirstApiKey(stores, project);
  if (settings.bootstrapKey !== undefined) {
    await ensureApiKey(stores, project, {
      name: 'Bootstrap key',
      secret: settings.bootstrapKey,
      scopes: ALL_SCOPES,
    });
  }
  const app = next({
    dev: development,
    dir: import.meta.dirname,
    hostname: settings.host,
    port: settings.port,
  });
  await step('Starting the pages', () => app.prepare());
  const handlePage = app.getRequestHandler();
  if (development) server.on('upgrade', app.getUpgradeHandler());

  server.off('request', starting);
  server.on('request', (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://local');
    const answer = ingest.handles(req.method ?? 'GET', pathname)
      ? ingest.handle(req, res)
      : handlePage(req, res);
    answer.catch((error: unknown) => {
      logger.error({ err: error }, 'request failed');
      if (!res.headersSent) res.writeHead(503, { 'retry-after': '5' });
      res.end();
    });
  });
  stopOnSignal(server, () => ingest.drain(), stores, folder.release);

  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${settings.port}`;
  if (demo) await step('Filling the demo project', () => fillDemo(stores, url));
  say(`Faultline ready at ${url}`);
  say(`Sign in once with:  ${url}/sign-in/link?token=${await createSignInLink(stores, new Date())}`);
  say(`First API key:      ${keyFile}`);
  say(`Data folder:        ${settings.dataFolder} (${formatBytes(await folderBytes(settings.dataFolder))})`);
}

/** The answer while the stores and pages are opening. */
function starting(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(503, { 'retry-after': '1', 'content-type': 'application/json' });
  res.end(JSON.stringify({ error: { code: 'unavailable', message: 'The server is starting.' } }));
}

async function listen(server: Server, { host, port }: Settings): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(whyNotListening(error, host, port))),
    );
    server.listen(port, host, resolve);
  });
}

function whyNotListening(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`;
  if (error.code === 'EACCES')
    return `Port ${port} needs more rights than this user has. Choose one above 1023 with PORT.`;
  return `The address ${host}:${port} cannot be opened (${error.code}). Check HOST and PORT.`;
}

function stopOnSignal(server: Server, drain: () => Promise<void>, stores: Stores, release: () => void): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    server.close();
    server.closeIdleConnections();
    await drain();
    await closeStores(stores);
    release();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stop().catch((error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      });
    });
  }
}

/** The demo comes in through the same door as everyone's data, under a key of its own. */
async function fillDemo(stores: Stores, url: string): Promise<void> {
  const { seedScenario } = await import('./prisma/seed/seed-scenario.ts');
  const { newKeySecret } = await import('#lib/auth/api-keys.ts');
  for (const [scenario, name] of [
    ['stale-index', 'Demo: stale index'],
    ['bad-prompt', 'Demo: bad prompt'],
  ] as const) {
    const project = await ensureProject(stores, { slug: `demo-${scenario}`, name, isDemo: true });
    const key = newKeySecret();
    await ensureApiKey(stores, project, { name: 'Demo seed', secret: key, scopes: ALL_SCOPES });
    await seedScenario({ scenario, url, key, onProgress: (line: string) => say(`  ${line}`) });
  }
}

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  say(`${what} ...`);
  const begin = performance.now();
  const result = await work();
  say(`${what}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return result;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
