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
/** Their tests take a project each and look at nothing else: a worker's files share modules and stores. */
const SHARED = ['labelling', 'quality', 'query-log', 'golden-sets'].map(
  (domain) => `tests/integration/${domain}/**/*.test.ts`,
);
const ALONE = ['auth', 'export', 'ingest', 'pipeline', 'platform', 'process', 'providers'].map(
  (domain) => `tests/integration/${domain}/**/*.test.ts`,
);
/** But these look at the rows of all projects. */
const OF_ALL_PROJECTS = ['labelling/mirror', 'quality/gaps'].map(
  (name) => `tests/integration/${name}.test.ts`,
);
const onPostgres = process.env.FAULTLINE_TEST_STORE === 'postgres';
const isFull = process.env.FAULTLINE_TEST_SIZE === 'full';
const exclude = onPostgres ? [...ONCE, ...(isFull ? [] : ONCE_SMALL)] : POSTGRES_ONLY;

/** Of every project here. They take it over one by one: inherited, the global setup would run for each. */
const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000, teardownTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    globalSetup: 'tests/support/postgres-setup.ts',
    projects: [
      {
        test: {
          ...common,
          name: 'alone',
          include: ['tests/integration/*.test.ts', ...ALONE, ...OF_ALL_PROJECTS],
          exclude,
        },
      },
      {
        test: {
          ...common,
          name: 'shared',
          include: SHARED,
          exclude: [...exclude, ...OF_ALL_PROJECTS],
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
