// `npm start`: prepares what is missing, then runs the server on the pinned Node. Works on any Node from 20 on.
// Options: --demo fills the demo projects; --dev serves the sources without building.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { build, checkMachine, generate, install, Refusal, root, toolEnv } from './bin/prepare.mjs';

const options = process.argv.slice(2);
const unknown = options.filter((option) => !['--demo', '--dev'].includes(option));
const development = options.includes('--dev');

try {
  if (unknown.length > 0)
    throw new Refusal(`Unknown option ${unknown.join(' ')}. There are --demo and --dev.`);
  checkMachine();
  await install();
  await generate();
  if (!development) await build();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exit(1);
}

const server = spawn(
  join(root, 'node_modules/.bin/node'),
  [
    '--disable-warning=ExperimentalWarning',
    join(root, 'server.ts'),
    ...options.filter((option) => option === '--demo'),
  ],
  {
    stdio: 'inherit',
    env: { ...toolEnv, NODE_ENV: development ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' },
  },
);
// npm does not pass signals on, and a terminal sends Ctrl-C to both: the server is told once more, which it ignores.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
// A server that was killed (by the system for want of memory, say) must not look like one that ended well.
server.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
