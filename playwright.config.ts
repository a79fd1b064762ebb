import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

// The configuration is loaded again in every worker; the folder must be the same in all of them.
process.env.FAULTLINE_E2E_DATA ??= mkdtempSync(join(tmpdir(), 'faultline-e2e-'));
const PORT = 3987;
const MAIN_JOB = '1-main-job.spec.ts';
const executablePath = process.env.PW_CHROMIUM_PATH ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: 'tests/e2e',
  // Files side by side, the tests of a file one after the other. The main job counts every query of its project, so it goes first.
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: 'main job', testMatch: MAIN_JOB },
    { name: 'browser', testIgnore: MAIN_JOB, dependencies: ['main job'] },
  ],
  timeout: 120_000,
  // A page may take its time where two browsers and the server share two cores.
  expect: { timeout: 30_000 },
  outputDir: 'test-results',
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    viewport: { width: 1280, height: 800 },
    // A trace is written of every test, so only on demand: FAULTLINE_TRACE=1 keeps those of failures.
    trace: process.env.FAULTLINE_TRACE === '1' ? 'retain-on-failure' : 'off',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
  webServer: {
    // The pages are built already: bin/run-tests.mjs sees to that.
    command: 'node --disable-warning=ExperimentalWarning server.ts',
    stdout: 'pipe',
    url: `http://127.0.0.1:${PORT}/api/ready`,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    env: {
      NODE_ENV: 'production',
      PORT: String(PORT),
      HOST: '127.0.0.1',
      FAULTLINE_DATA: process.env.FAULTLINE_E2E_DATA,
      FAULTLINE_BOOTSTRAP_KEY: 'flt_end_to_end_0123456789abcdef',
    },
  },
});
