// What must be there before the server or the tests can run. Plain JavaScript for any Node from 20 on; every
// step is skipped when a stamp says that nothing it depends on has changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const BIN = join(root, 'node_modules', '.bin');
const STAMPS = join(root, 'node_modules', '.cache', 'faultline');
const INSTALL_GIB = 3;

/** A sentence for whoever runs the command; printed without a stack. */
export class Refusal extends Error {}

/** The environment under which the project's own tools run: the pinned Node first, and code that is compiled once. */
export const toolEnv = {
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/faultline/compiled'),
  ...process.env,
  PATH: `${BIN}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
};

export function checkMachine() {
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  const reason = whyNotHere({
    node: process.versions.node,
    platform: process.platform,
    arch: process.arch,
    glibc,
  });
  if (reason !== undefined) throw new Refusal(reason);
}

/** Why Faultline does not run on such a machine, in a sentence; undefined where it does. */
export function whyNotHere({ node, platform, arch, glibc }) {
  if (Number(node.split('.')[0]) < 20) return `Node ${node} is too old. Install Node 20 or newer.`;
  if (!['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(`${platform}-${arch}`)) {
    return `Faultline does not run on ${platform}-${arch}: its embedded store exists for Linux (glibc) and macOS, x64 and arm64. Use WSL or a container there.`;
  }
  if (platform === 'linux' && glibc === undefined) {
    return 'Faultline needs a Linux with glibc (Debian, Ubuntu, Fedora ...); this one uses another C library, as Alpine does.';
  }
  return undefined;
}

/** Installs what package-lock.json says. */
export async function install() {
  const hash = hashOf(['package-lock.json']);
  if (isStamped('install', hash) && existsSync(join(BIN, 'node'))) return;
  const { bavail, bsize } = statfsSync(root);
  const freeGib = (bavail * bsize) / 2 ** 30;
  if (freeGib < INSTALL_GIB) {
    throw new Refusal(
      `There is no disk space to install: ${freeGib.toFixed(1)} GiB free in ${root}, ${INSTALL_GIB} GiB needed.`,
    );
  }
  await step(
    'Installing packages',
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    process.env,
  );
  if (!existsSync(join(BIN, 'node')))
    throw new Refusal(
      `The pinned Node for ${process.platform}-${process.arch} was not installed. Run npm start again.`,
    );
  stamp('install', hash);
}

/** Generates the Prisma client. Nothing is downloaded: the client needs no engine, but the tool asks where it is. */
export async function generate() {
  const hash = hashOf(['prisma/schema', 'package-lock.json']);
  if (isStamped('generate', hash) && existsSync(join(root, 'lib/platform/generated/prisma/client.ts')))
    return;
  const env = { ...toolEnv, PRISMA_SCHEMA_ENGINE_BINARY: join(BIN, 'node'), PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  await step('Generating the database client', 'prisma', ['generate', '--schema', 'prisma/schema'], env);
  stamp('generate', hash);
}

/** Builds the pages. */
export async function build() {
  const hash = hashOf([
    'app',
    'lib',
    'public',
    'prisma/schema',
    'package-lock.json',
    'next.config.ts',
    'proxy.ts',
    'postcss.config.mjs',
    'tsconfig.json',
  ]);
  if (isStamped('build', hash) && existsSync(join(root, '.next/BUILD_ID'))) return;
  rmSync(join(STAMPS, 'build'), { force: true });
  await step('Building the pages', 'next', ['build'], {
    ...toolEnv,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  });
  stamp('build', hash);
}

function isStamped(name, hash) {
  const file = join(STAMPS, name);
  return existsSync(file) && readFileSync(file, 'utf8') === hash;
}

function stamp(name, hash) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(join(STAMPS, name), hash);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    let entries;
    try {
      entries = readdirSync(full).sort();
    } catch {
      hash.update(`${path}\0`).update(readFileSync(full));
      return;
    }
    for (const entry of entries) if (path !== 'lib/platform' || entry !== 'generated') add(join(path, entry));
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

/** Runs a command, says how long it takes, and shows its output only when it fails. Never silent for long. */
export async function step(what, command, args, env) {
  const begin = Date.now();
  const seconds = () => ((Date.now() - begin) / 1000).toFixed(1);
  console.log(`${what} ...`);
  const alive = setInterval(() => console.log(`${what} ... ${seconds()} s`), 8000);
  const output = [];
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (data) => output.push(data));
    child.stderr.on('data', (data) => output.push(data));
    child.on('error', (error) => resolve(error.message));
    child.on('close', resolve);
  });
  clearInterval(alive);
  if (code !== 0) {
    process.stdout.write(Buffer.concat(output));
    throw new Refusal(`${what} failed (${command} ${args[0] ?? ''}, ${code}). Its output is above.`);
  }
  console.log(`${what}: ${seconds()} s`);
}
