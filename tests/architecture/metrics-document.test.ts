import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metricsDocument } from '#lib/retrieval-metrics/metrics-document.ts';
import { rankingMetrics } from '#lib/retrieval-metrics/registry.ts';
import { ROOT } from '../support/source-files.ts';

test('docs/metrics.md says what the registry says; if not, run node bin/write-metrics-document.ts', () => {
  expect(readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8')).toBe(metricsDocument());
});

test('every metric of the registry stands in it with formula, reference and help', () => {
  const document = metricsDocument();
  for (const { name, formula, reference, help } of Object.values(rankingMetrics)) {
    for (const part of [`## ${name}\n`, formula, reference, help]) expect(document).toContain(part);
  }
});
