import { defineConfig } from 'vitest/config';

// chDB cannot run in worker threads, and a zone with a 45-minute offset catches code that forgets time zones.
process.env.TZ = 'Asia/Kathmandu';

/** Files for one of the two runs alone: those about PostgreSQL, and those that start servers, which choose their store. */
const POSTGRES_ONLY = ['tests/integration/platform/postgres-*.test.ts'];
const ONCE = ['tests/integration/process/**'];
/** What hangs on the store for few statements only, which other tests run on both. */
const ONCE_SMALL = [
  'tests/integration/auth/permission-matrix.test.ts',
  'tests/integration/auth/permission-matrix-inputs.test.ts',
  'tests/integration/export/large-export.test.ts',
  'tests/integration/export/real-formats.test.ts',
];
const onPostgres = process.env.FAULTLINE_TEST_STORE === 'postgres';
const isFull = process.env.FAULTLINE_TEST_SIZE === 'full';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    globalSetup: 'tests/support/postgres-setup.ts',
    include: ['tests/{unit,integration,architecture}/**/*.test.ts'],
    exclude: onPostgres ? [...ONCE, ...(isFull ? [] : ONCE_SMALL)] : POSTGRES_ONLY,
  },
});
