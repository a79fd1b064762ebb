// The process: one door for everything. Ingest paths are answered here, the rest by Next.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import next from 'next';
import { admitRequest, MISDIRECTED } from '#lib/auth/admit-request.ts';
import { ALL_SCOPES } from '#lib/auth/api-keys.ts';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { ensureProject } from '#lib/auth/ensure-project.ts';
import { ensureFirstApiKey } from '#lib/auth/first-api-key.ts';
import { createSignInLink } from '#lib/auth/sign-in-links.ts';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { createIngest, type Ingest } from '#lib/ingest/http.ts';
import { registerLabellingJobs } from '#lib/labelling/jobs.ts';
import { openDataFolder } from '#lib/platform/data-folder.ts';
import { readSettings, type Settings, serverUrl } from '#lib/platform/env.ts';
import { folderBytes } from '#lib/platform/folder-bytes.ts';
import { formatBytes } from '#lib/platform/format-bytes.ts';
import { logger } from '#lib/platform/logger.ts';
import { closeStores, openStores } from '#lib/platform/open-stores.ts';
import { Shutdown } from '#lib/platform/shutdown.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import { registerProjectDeletion } from '#lib/project-deletion/jobs.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const HEARTBEAT_MS = 5_000;
const development = process.env.NODE_ENV === 'development';
const demo = process.argv.includes('--demo');
const shutdown = new Shutdown();
let listener: Listener = starting;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void shutdown.exit(0));

try {
  await run();
} catch (error) {
  // Only the sentence: PGlite's stack traces print its whole minified source.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  await shutdown.exit(1);
}

async function run(): Promise<void> {
  const settings = readSettings();
  const server = createServer((request, response) => void answer(request, response));
  // Longer than senders keep an idle connection, or one would write into what has just been closed here.
  server.keepAliveTimeout = 65_000;
  await listen(server, settings); // first of all: a taken port must not open any store
  const folder = openDataFolder(settings.dataFolder);
  shutdown.add('data folder', folder.release);
  const stores = await step('Opening the stores', () => openStores(settings, (line) => say(`  ${line}`)));
  shutdown.add('stores', () => closeStores(stores));
  shareStores(stores);

  const ingest = await step('Checking what the last run left', () =>
    createIngest(stores, { spanDays: settings.spanDays }),
  );
  await registerExportJobs(stores);
  await registerProjectDeletion(stores);
  shutdown.add('labelling jobs', registerLabellingJobs(stores));
  const project = await ensureProject(stores, { slug: 'default', name: 'Default', isDemo: false });
  const keyFile = await ensureFirstApiKey(stores, project);
  if (settings.bootstrapKey !== undefined) {
    await ensureApiKey(stores, project, {
      name: 'Bootstrap key',
      secret: settings.bootstrapKey,
      scopes: ALL_SCOPES,
    });
  }
  listener = await step('Starting the pages', () => openDoor(server, ingest, settings));
  shutdown.add('door', async () => {
    server.close();
    server.closeIdleConnections();
    await ingest.drain();
  });

  const url = serverUrl(settings);
  if (demo) await step('Filling the demo projects', () => fillDemo(stores, url));
  say(`Faultline ready at ${settings.publicUrl}`);
  say(
    `Sign in once with:  ${settings.publicUrl}/sign-in/link?token=${await createSignInLink(stores, new Date())}`,
  );
  say(`First API key:      ${keyFile}`);
  say(`Data folder:        ${settings.dataFolder} (${formatBytes(await folderBytes(settings.dataFolder))})`);
}

/** Every request comes through here, so that none goes without an answer. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await listener(request, response);
  } catch (error) {
    logger.error({ err: error, path: request.url }, 'request failed');
    if (!response.headersSent) response.writeHead(503, { 'retry-after': '5' });
    response.end();
  }
}

async function openDoor(server: Server, ingest: Ingest, settings: Settings): Promise<Listener> {
  const { host, port } = settings;
  const app = next({ dev: development, dir: import.meta.dirname, hostname: host, port });
  await app.prepare();
  const handlePage = app.getRequestHandler();
  if (development) server.on('upgrade', app.getUpgradeHandler());
  return async (request, response) => {
    const [pathname = '/'] = (request.url ?? '/').split('?');
    if (ingest.handles(request.method ?? 'GET', pathname)) await ingest.handle(request, response);
    else if (admitRequest(request, settings)) await handlePage(request, response);
    else
      response
        .writeHead(421, { 'content-type': 'application/json', connection: 'close' })
        .end(JSON.stringify(MISDIRECTED));
  };
}

/** The answer while the stores and pages are opening: alive, not ready. */
async function starting(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const alive = request.url === '/api/health';
  response.writeHead(alive ? 200 : 503, {
    'content-type': 'application/json',
    ...(alive ? {} : { 'retry-after': '1' }),
  });
  const body = alive
    ? { status: 'alive' }
    : { error: { code: 'unavailable', message: 'The server is starting.' } };
  response.end(JSON.stringify(body));
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

/** The demo comes in through the same door as everyone's data, under a first key like any project's. */
async function fillDemo(stores: Stores, url: string): Promise<void> {
  const { seedScenario } = await import('./prisma/seed/seed-scenario.ts');
  const { readFile } = await import('node:fs/promises');
  for (const [scenario, name] of [
    ['stale-index', 'Demo: stale index'],
    ['bad-prompt', 'Demo: bad prompt'],
  ] as const) {
    const project = await ensureProject(stores, { slug: `demo-${scenario}`, name, isDemo: true });
    const key = (await readFile(await ensureFirstApiKey(stores, project), 'utf8')).trim();
    await seedScenario({ scenario, url, key, onProgress: (line: string) => say(`  ${line}`) });
  }
}

/** Says what is done and how long it took, and is never silent for long. */
async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const seconds = () => ((performance.now() - begin) / 1000).toFixed(1);
  say(`${what} ...`);
  const alive = setInterval(() => say(`${what} ... ${seconds()} s`), HEARTBEAT_MS);
  try {
    const result = await work();
    say(`${what}: ${seconds()} s`);
    return result;
  } finally {
    clearInterval(alive);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
