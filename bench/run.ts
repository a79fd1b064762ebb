// npm run bench -- <name> [options]. Ratios matter here, absolute times only on the same machine in the same run.
import process from 'node:process';

const BENCHMARKS: Record<string, () => Promise<unknown>> = {
  ingest: () => import('./ingest.ts'),
  dashboards: () => import('./dashboards.ts'),
  queue: () => import('./queue.ts'),
  export: () => import('./export.ts'),
  pipeline: () => import('./pipeline.ts'),
};

const chosen = process.argv[2] ?? '';
const benchmark = Object.hasOwn(BENCHMARKS, chosen) ? BENCHMARKS[chosen] : undefined;
if (benchmark === undefined) {
  process.stderr.write(`Name a benchmark: npm run bench -- ${Object.keys(BENCHMARKS).join(' | ')}\n`);
  process.exit(1);
}
await benchmark();
