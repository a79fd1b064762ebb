import { defineConfig } from 'vitest/config';

// chDB cannot run in worker threads, and a zone with a 45-minute offset catches code that forgets time zones.
process.env.TZ = 'Asia/Kathmandu';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    include: ['tests/{unit,integration,architecture}/**/*.test.ts'],
  },
});
