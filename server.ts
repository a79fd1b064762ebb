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
import { otlpServer } from '#lib/ingest/otlp-server.ts';
import { registerLabellingJobs } from '#lib/labelling/jobs.ts';
import { connectedProviders } from '#lib/pipeline/connected-providers.ts';
import { registerPipelineJobs } from '#lib/pipeline/jobs.ts';
import { openDataFolder } from '#lib/platform/data-folder.ts';
import { readSettings, type Settings, serverUrl } from '#lib/platform/env.ts';
import { folderBytes } from '#lib/platform/folder-bytes.ts';
import { formatBytes } from '#lib/platform/format-bytes.ts';
import { listenOnPort } from '#lib/platform/listen-on-port.ts';
import { logger } from '#lib/platform/logger.ts';
import { closeStores, openStores } from '#lib/platform/open-stores.ts';
import { refuseRequest } from '#lib/platform/refuse-request.ts';
import { Shutdown } from '#lib/platform/shutdown.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import { registerProjectDeletion } from '#lib/project-deletion/jobs.ts';
import { resealKeys } from '#lib/providers/reseal-keys.ts';
import { registerQualityJobs } from '#lib/quality/jobs.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const HEARTBEAT_MS = 5_000;
const UNDECODABLE = {
  error: { code: 'invalid', message: 'The path is not percent-encoded UTF-8.' },
};
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
  const servers = await openPorts(server, settings); // first of all: a taken port must not open any store
  const folder = openDataFolder(settings.dataFolder);
  shutdown.add('data folder', folder.release);
  const stores = await step('Opening the stores', () => openStores(settings, (line) => say(`  ${line}`)));
  shutdown.add('stores', () => closeStores(stores));
  shareStores(stores);

  const ingest = await step('Checking what the last run left', () =>
    createIngest(stores, { spanDays: settings.spanDays }),
  );
  await resealKeys(stores);
  shutdown.add('export jobs', await registerExportJobs(stores, { keptDays: settings.exportDays }));
  await registerPipelineJobs(stores, connectedProviders);
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
    for (const one of servers) {
      one.close();
      one.closeIdleConnections();
    }
    await ingest.drain();
  });

  const url = serverUrl(settings);
  if (demo) await step('Filling the demo projects', () => fillDemo(stores, url));
  shutdown.add('quality jobs', registerQualityJobs(stores));
  say(`Faultline ready at ${settings.publicUrl}`);
  if (settings.otlpPort !== undefined)
    say(`OpenTelemetry at    ${serverUrl({ ...settings, port: settings.otlpPort })}`);
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
    else if (!admitRequest(request, settings)) refuseRequest(response, 421, MISDIRECTED);
    else if (!isDecodable(pathname)) refuseRequest(response, 400, UNDECODABLE);
    else await handlePage(request, response);
  };
}

/** Whether the pages can read the path: they answer 500 to one that they cannot. */
function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
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

/** Listens with the one door, and with the port of OpenTelemetry where the settings name one. */
async function openPorts(door: Server, settings: Settings): Promise<Server[]> {
  const { host, port, otlpPort } = settings;
  await listenOnPort(door, { host, port, variable: 'PORT' });
  const servers = [door];
  if (otlpPort !== undefined) {
    const otlp = otlpServer((request, response) => void answer(request, response), {
      ...settings,
      port: otlpPort,
    });
    await listenOnPort(otlp, { host, port: otlpPort, variable: 'FAULTLINE_OTLP_PORT' });
    servers.push(otlp);
  }
  // Longer than senders keep an idle connection, or one would write into what has just been closed here.
  for (const server of servers) server.keepAliveTimeout = 65_000;
  return servers;
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
