import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EMITTERS } from '../../../fixtures/otlp/emitters.ts';
import { emitterTable, reasonList } from './documented-emitters.ts';

const guide = readFileSync(new URL('../../../../docs/opentelemetry.md', import.meta.url), 'utf8');

test('the guide has the table of what each instrumentation sends, and the reasons', () => {
  expect(guide).toContain(emitterTable(EMITTERS));
  expect(guide).toContain(reasonList(EMITTERS));
});
