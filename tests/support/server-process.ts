import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './source-files.ts';

export const KEY = 'flt_process_test_0123456789abcdef';

export interface ServerProcess {
  url: string;
  child: ChildProcess;
  /** Everything it has printed so far. */
  output: () => string;
  /** Resolves with the exit code, or the name of the signal. */
  exit: Promise<number | string>;
  signInPath: () => string;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'faultline-process-'));
}

const LOWEST_PORT = 10_000;
const PORTS = 22_000;

/**
 * A port that nobody listens on, below those that the system gives to connections going out: one of these could take
 * it before it is listened on, or while a server that restarts is away.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST_PORT, LOWEST_PORT + PORTS);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}

/** Starts a script of the project (the real server by default) and does not wait. */
export function spawnServer(options: {
  dataFolder: string;
  port: number;
  script?: string;
  args?: string[];
  /** Set beside, and over, what this process has. */
  env?: Record<string, string>;
}): ServerProcess {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(ROOT, options.script ?? 'server.ts'),
      ...(options.args ?? []),
    ],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(options.port),
        FAULTLINE_DATA: options.dataFolder,
        FAULTLINE_BOOTSTRAP_KEY: KEY,
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  child.stdout.on('data', (data: Buffer) => {
    printed += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    printed += data.toString();
  });
  const exit = new Promise<number | string>((resolve) =>
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 1)),
  );
  return {
    url: `http://127.0.0.1:${options.port}`,
    child,
    output: () => printed,
    exit,
    signInPath: () => /\/sign-in\/link\?token=\S+/.exec(printed)?.[0] ?? '',
  };
}

/** Starts a server and waits until it says that it is ready. */
export async function startServer(options: Parameters<typeof spawnServer>[0]): Promise<ServerProcess> {
  const server = spawnServer(options);
  const deadline = Date.now() + 60_000;
  while (!server.output().includes('Data folder:')) {
    if (server.child.exitCode !== null || Date.now() > deadline)
      throw new Error(`The server did not start:\n${server.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return server;
}

export async function stopServer(server: ServerProcess): Promise<number | string> {
  server.child.kill('SIGTERM');
  return server.exit;
}

/** A request to the server's API with the bootstrap key. */
export async function api(
  server: { url: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${KEY}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
