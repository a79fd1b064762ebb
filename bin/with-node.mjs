// Runs a script of the project on the pinned Node: node bin/with-node.mjs bin/seed.ts stale-index
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, toolEnv } from './prepare.mjs';

const node = join(root, 'node_modules/.bin/node');
if (!existsSync(node)) {
  console.error('The packages are not installed yet. Run npm start once.');
  process.exit(1);
}
const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: toolEnv,
});
child.on('exit', (code) => process.exit(code ?? 1));
