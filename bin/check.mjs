// `npm run check`: format, lint, types, architecture and the lock, in seconds.
import { checkMachine, generate, install, Refusal, step, toolEnv } from './prepare.mjs';

try {
  checkMachine();
  await install();
  await generate();
  await step('Lock', 'node', ['bin/mend-lock.mjs', '--check'], toolEnv);
  await step('Format and lint', 'biome', ['check', '--error-on-warnings', '.'], toolEnv);
  await step('Types', 'tsc', ['--noEmit'], toolEnv);
  await step('Architecture', 'vitest', ['run', 'tests/architecture'], toolEnv);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exit(1);
}
