// `npm test`: everything, at small sizes. `npm run test:full`: the same tests at their full figures.
// Options: --full; --only lint|vitest|postgres|e2e
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './find-browser.mjs';
import { findPostgres } from './find-postgres.mjs';
import { build, checkMachine, generate, install, Refusal, root, toolEnv } from './prepare.mjs';

const options = process.argv.slice(2);
const full = options.includes('--full');
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : undefined;
const reports = join(root, 'node_modules/.cache/faultline/reports');
const begin = Date.now();
const total = { passed: 0, failed: 0, skipped: 0 };
/** Domains whose tables are in the control plane; the others' tests ask it for little more than a project. */
const ON_CONTROL_PLANE = ['auth', 'export', 'labelling', 'platform'].map(
  (domain) => `tests/integration/${domain}`,
);

try {
  checkMachine();
  await install();
  await generate();
  printSizes();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const env = { ...toolEnv, FAULTLINE_TEST_SIZE: full ? 'full' : 'small', NEXT_TELEMETRY_DISABLED: '1' };
  if (wanted('lint')) await lint(env);
  if (wanted('vitest') || wanted('postgres') || wanted('e2e')) await build();
  if (wanted('vitest')) await vitest(env);
  if (wanted('postgres')) await onPostgres(env);
  if (wanted('e2e')) await e2e({ ...env, PW_CHROMIUM_PATH: await findBrowser() });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  total.failed += 1;
}
console.log(`\nAll of it took ${((Date.now() - begin) / 60000).toFixed(1)} minutes.`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);

function wanted(part) {
  return only === undefined || only === part;
}

function printSizes() {
  const sizes = JSON.parse(readFileSync(join(root, 'tests/sizes.json'), 'utf8'));
  console.log(`Sizes (${full ? 'full' : 'small; npm run test:full for the full ones'}):`);
  for (const { what, small, full: large } of Object.values(sizes))
    console.log(`  ${full ? large : small} ${what}`);
}

/** Lint, types and the lock are not tests: they count only when they fail. */
async function lint(env) {
  const checks = [
    ['node', ['bin/mend-lock.mjs', '--check']],
    ['biome', ['check', '--error-on-warnings', '.']],
    ['tsc', ['--noEmit']],
  ];
  for (const [command, args] of checks) if ((await run(command, args, env)) !== 0) total.failed += 1;
}

async function vitest(env, { name = 'vitest', files = [] } = {}) {
  const file = join(reports, `${name}.json`);
  const code = await run(
    'vitest',
    ['run', ...files, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    env,
  );
  const report = readReport(file);
  add(
    report?.numPassedTests,
    report?.numFailedTests,
    (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    code,
  );
}

/**
 * The integration tests once more, the control plane on PostgreSQL: those of the domains above, with --full all.
 * Those of vitest.config.ts's POSTGRES_ONLY run here alone.
 */
async function onPostgres(env) {
  if (findPostgres() === undefined) {
    console.log(
      '\nskipped: the integration tests on PostgreSQL (no server here; Debian: apt install postgresql)',
    );
    total.skipped += 1;
    return;
  }
  console.log('\nThe integration tests on PostgreSQL');
  const files = full ? ['tests/integration'] : ON_CONTROL_PLANE;
  await vitest({ ...env, FAULTLINE_TEST_STORE: 'postgres' }, { name: 'postgres', files });
}

async function e2e(env) {
  const file = join(reports, 'playwright.json');
  const code = await run('playwright', ['test', '--reporter=list,json'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  const stats = readReport(file)?.stats;
  add((stats?.expected ?? 0) + (stats?.flaky ?? 0), stats?.unexpected, stats?.skipped, code);
}

/** A runner that fails without naming a failed test (a file that does not load) is a failure all the same. */
function add(passed = 0, failed = 0, skipped = 0, code = 0) {
  total.passed += passed;
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
  total.skipped += skipped;
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function run(command, args, env) {
  console.log(`\n> ${command} ${args[0] ?? ''}`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
