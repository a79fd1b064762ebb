import { defineConfig } from 'vitest/config';

// chDB cannot run in worker threads, and a zone with a 45-minute offset catches code that forgets time zones.
process.env.TZ = 'Asia/Kathmandu';

/** Files for one of the two runs alone: those about PostgreSQL, and those that start servers, which choose their store. */
const POSTGRES_ONLY = ['tests/integration/platform/postgres-*.test.ts'];
const ONCE = ['tests/integration/process/**'];
/** What hangs on the store for few statements only, which other tests run on both. */
const ONCE_SMALL = [
  'auth/{audit,foreign-requests,oidc,owner,password-links,permission-matrix*,rate-limits,sessions}',
  'export/{large-export,real-formats,routes}',
].map((name) => `tests/integration/${name}.test.ts`);
/** They break their stores, fill them, look at the rows of all projects, or change what a process has only once. */
const ALONE = [
  '*',
  '{ingest,platform,process,providers}/**/*',
  'auth/{audit,keys,oidc,owner,permission-matrix,permission-matrix-inputs,project-deletion,sessions,throttle}',
  'export/{exports,large-export,real-formats}',
  'labelling/mirror',
  'pipeline/{without-keys,wrong-input}',
  'quality/gaps',
].map((name) => `tests/integration/${name}.test.ts`);
const onPostgres = process.env.FAULTLINE_TEST_STORE === 'postgres';
const isFull = process.env.FAULTLINE_TEST_SIZE === 'full';
const exclude = onPostgres ? [...ONCE, ...(isFull ? [] : ONCE_SMALL)] : POSTGRES_ONLY;

/**
 * Of every project here. They take it over one by one: inherited, the global setup would run for each. At full size a
 * test takes what it takes; the limit ends one that hangs.
 */
const common = {
  pool: 'forks',
  testTimeout: isFull ? 3 * 3_600_000 : 60_000,
  hookTimeout: isFull ? 3_600_000 : 120_000,
  teardownTimeout: 60_000,
  setupFiles: 'tests/support/fixed-seed.ts',
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    globalSetup: 'tests/support/postgres-setup.ts',
    projects: [
      {
        test: {
          ...common,
          name: 'alone',
          include: ALONE,
          exclude,
        },
      },
      // The tests of the others take a project each: a worker's files share modules and stores.
      {
        test: {
          ...common,
          name: 'shared',
          include: ['tests/integration/**/*.test.ts'],
          exclude: [...exclude, ...ALONE],
          isolate: false,
          env: { FAULTLINE_TEST_STORES: 'shared' },
        },
      },
      {
        test: {
          ...common,
          name: 'pure',
          include: ['tests/{unit,architecture}/**/*.test.ts'],
          isolate: false,
        },
      },
    ],
  },
});
