import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { spansOfJson } from '#lib/ingest/otlp/json-request.ts';
import { receivedSpans } from '#lib/ingest/otlp/received-spans.ts';
import { storeSpans } from '#lib/ingest/store-spans.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { addDeployment } from '#lib/quality/add-deployment.ts';
import { createSavedView } from '#lib/quality/create-saved-view.ts';
import { deleteDeployment } from '#lib/quality/delete-deployment.ts';
import { deleteFormatRule } from '#lib/quality/delete-format-rule.ts';
import { deleteSavedView } from '#lib/quality/delete-saved-view.ts';
import { answerCost } from '#lib/quality/queries/answer-cost.ts';
import { answerSeries } from '#lib/quality/queries/answer-series.ts';
import { listDeployments } from '#lib/quality/queries/deployments.ts';
import { failureDetails } from '#lib/quality/queries/failure-details.ts';
import { formatFailures } from '#lib/quality/queries/format-failures.ts';
import { listFormatRules } from '#lib/quality/queries/format-rules.ts';
import { listSavedViews } from '#lib/quality/queries/saved-views.ts';
import { testedFormat } from '#lib/quality/queries/tested-format.ts';
import { renameSavedView } from '#lib/quality/rename-saved-view.ts';
import { saveFormatRule } from '#lib/quality/save-format-rule.ts';
import { savePrice } from '#lib/quality/save-price.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { hexId, jsonRequest } from '../../support/otlp-payload.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { ragTrace } from '../ingest/otlp/traces.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let now: number;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());
beforeEach(async () => {
  now = Date.parse('2026-03-01T10:00:00Z');
  ctx = await ownerContext(stores, () => new Date(now));
});

const log = (...queries: object[]) =>
  logQueries(ctx, { queries: queries.map((query) => ({ question: 'q', ...query })) });
const offer = { kind: 'json_schema' as const, schema: { type: 'object', required: ['price'] } };

describe('the form of answers', () => {
  test('is checked on arrival by the rules for the prompt version, and what was stored stays', async () => {
    await log({ id: 'before', answer: 'free text' });
    await saveFormatRule(ctx, { name: 'Offer', promptVersions: ['p1'], definition: offer });
    await log(
      { id: 'good', answer: '{"price": 1}', promptVersion: 'p1' },
      { id: 'bad', answer: '{"cost": 1}', promptVersion: 'p1' },
      { id: 'other prompt', answer: 'free text', promptVersion: 'p2' },
      { id: 'failed', answer: null, promptVersion: 'p1', error: { stage: 'generation' } },
    );
    await saveFormatRule(ctx, {
      name: 'Offer',
      definition: { kind: 'json_schema', schema: { type: 'object', required: ['cost'] } },
    });
    await log({ id: 'second version', answer: '{"price": 1}', promptVersion: 'p2' });

    const of = async (id: string) => {
      const { formatOk, formatReason, formatRules } = await readQuery(ctx, id);
      return { formatOk, formatReason, formatRules };
    };
    const unchecked = { formatOk: null, formatReason: '', formatRules: [] };
    expect(await of('before')).toEqual(unchecked);
    expect(await of('other prompt')).toEqual(unchecked);
    expect(await of('failed')).toEqual(unchecked);
    expect(await of('good')).toEqual({ formatOk: true, formatReason: '', formatRules: ['Offer@1'] });
    expect(await of('bad')).toEqual({
      formatOk: false,
      formatReason: "Offer@1: must have required property 'price'",
      formatRules: ['Offer@1'],
    });
    expect(await of('second version')).toMatchObject({
      formatReason: "Offer@2: must have required property 'cost'",
    });
    expect((await listFormatRules(ctx)).map(({ version }) => version)).toEqual([2]);

    const listed = async (format: ('ok' | 'failed' | 'none')[]) =>
      (await listQueries(ctx, { filter: { format } })).items.map(({ id }) => id).sort();
    expect(await listed(['ok'])).toEqual(['good']);
    expect(await listed(['failed'])).toEqual(['bad', 'second version']);
    expect(await listed(['ok', 'none'])).toEqual(['before', 'failed', 'good', 'other prompt']);

    expect(await formatFailures(ctx, {})).toMatchObject({
      checked: 3,
      failed: 2,
      reasons: 2,
      items: [
        { reason: "Offer@1: must have required property 'price'", count: 1, queryId: 'bad' },
        { reason: "Offer@2: must have required property 'cost'", count: 1, queryId: 'second version' },
      ],
    });
    const series = await answerSeries(ctx, {}, { bucket: 'day', metrics: ['format_conformity'] });
    expect(series.buckets).toMatchObject([{ n: 1, of: 3 }]);
  });

  test('every rule that applies must hold, and a rule out of force is not asked', async () => {
    await saveFormatRule(ctx, { name: 'A', definition: { kind: 'regex', pattern: '^Answer' } });
    const second = await saveFormatRule(ctx, { name: 'B', definition: { kind: 'regex', pattern: 'end$' } });
    await log({ id: 'one', answer: 'Answer: no' });
    await deleteFormatRule(ctx, second);
    await log({ id: 'two', answer: 'Answer: no' });
    expect(await readQuery(ctx, 'one')).toMatchObject({
      formatOk: false,
      formatReason: 'B@1: does not match end$',
    });
    expect(await readQuery(ctx, 'two')).toMatchObject({ formatOk: true, formatRules: ['A@1'] });
  });

  test('a rule is tried on the latest answers before it is saved', async () => {
    await log(
      { id: 'a', answer: '{"price": 1}', promptVersion: 'p1', startedAt: '2026-03-01T09:00:00Z' },
      { id: 'b', answer: 'no', promptVersion: 'p1', startedAt: '2026-03-01T08:00:00Z' },
      { id: 'c', answer: 'no', promptVersion: 'p2', startedAt: '2026-03-01T07:00:00Z' },
      { id: 'd', answer: null, promptVersion: 'p1' },
    );
    const tried = await testedFormat(ctx, { promptVersions: ['p1'], definition: offer });
    expect(tried).toMatchObject({ checked: 2, failed: 1 });
    expect(tried.answers.map(({ id, outcome, reason }) => [id, outcome, reason])).toEqual([
      ['a', 'ok', ''],
      ['b', 'failed', 'is not JSON'],
    ]);
    expect(await testedFormat(ctx, { definition: offer, answer: '{}' })).toMatchObject({ failed: 1 });
    expect(await listFormatRules(ctx)).toEqual([]);
    await expect(
      saveFormatRule(ctx, { name: 'x', definition: { kind: 'regex', pattern: '(' } }),
    ).rejects.toMatchObject({ kind: 'invalid', path: 'definition.pattern' });
  });
});

describe('what queries cost', () => {
  test('is estimated where it was not sent, by the price of the day, and never rewritten', async () => {
    const tokens = { input: 1_000_000, cached: 0, output: 100_000 };
    const query = { model: 'own-model-2', tokens };
    const price = { pattern: 'own-*', inputUsd: 1, outputUsd: 10 };
    await log({ id: 'unpriced', ...query });
    await savePrice(ctx, { ...price, validFrom: '2026-02-01T00:00:00Z' });
    await log(
      { id: 'sent', ...query, costUsd: 9 },
      { id: 'estimated', ...query },
      { id: 'older', ...query, startedAt: '2026-01-31T23:59:59Z' },
      { id: 'without tokens', model: 'own-model-2' },
    );
    await savePrice(ctx, { ...price, inputUsd: 5, validFrom: '2026-02-01T00:00:00Z' });
    await log({ id: 'dearer', ...query }, { id: 'listed', model: 'gpt-4o-mini', tokens });
    const of = async (id: string) => {
      const { costUsd, costEstimated } = await readQuery(ctx, id);
      return [costUsd, costEstimated];
    };
    expect(await of('unpriced')).toEqual([null, false]);
    expect(await of('sent')).toEqual([9, false]);
    expect(await of('estimated')).toEqual([2, true]);
    expect(await of('older')).toEqual([null, false]);
    expect(await of('without tokens')).toEqual([null, false]);
    expect(await of('dearer')).toEqual([6, true]);
    expect((await of('listed'))[1]).toBe(true);
  });
});

test('what comes as spans is checked and priced like what comes as JSON', async () => {
  await saveFormatRule(ctx, { name: 'Whole', definition: { kind: 'regex', pattern: '^Two (months|weeks)' } });
  await savePrice(ctx, { pattern: '*', inputUsd: 1, outputUsd: 1 });
  await storeSpans(ctx, receivedSpans(spansOfJson(Buffer.from(JSON.stringify(jsonRequest(ragTrace(77)))))));
  expect(await readQuery(ctx, hexId(77, 16))).toMatchObject({
    answer: 'Two years [1].',
    formatReason: 'Whole@1: does not match ^Two (months|weeks)',
    costEstimated: true,
  });
});

test('links of answers to their hits are counted on arrival', async () => {
  const hits = [{ id: 'doc-1', text: 'Refunds take thirty days.' }];
  await log(
    { id: 'a', answer: 'Refunds take thirty days [1]. They cost nothing at all.', hits },
    { id: 'b', answer: 'I am not sure about this.', hits },
    { id: 'c', answer: 'Nothing was found for you.', hits: [] },
  );
  const series = await answerSeries(
    ctx,
    {},
    { bucket: 'day', metrics: ['citation_coverage', 'uncited_rate'] },
  );
  expect(series.buckets).toMatchObject([
    { metric: 'citation_coverage', value: 0.25, n: 2, of: 3 },
    { metric: 'uncited_rate', n: 1, of: 2 },
  ]);
});

test('a deployment sent again is the same one; others see it in their range', async () => {
  const sent = { version: 'v2', at: '2026-02-28T10:00:00Z', environment: 'production' };
  const first = await addDeployment(ctx, sent);
  expect(await addDeployment(ctx, sent)).toEqual(first);
  const arrived = await addDeployment(ctx, { version: 'p3', dimension: 'promptVersion' });
  expect(arrived.at).toBe('2026-03-01T10:00:00.000Z');
  expect((await listDeployments(ctx)).map(({ version }) => version)).toEqual(['p3', 'v2']);
  expect(await listDeployments(ctx, { from: '2026-02-01T00:00:00Z', to: sent.at })).toEqual([]);
  await deleteDeployment(ctx, first);
  expect(await listDeployments(ctx)).toEqual([arrived]);
  await expect(deleteDeployment(ctx, first)).rejects.toMatchObject({ kind: 'not_found' });
  const ahead = { version: 'v9', at: new Date(ctx.now().getTime() + 2 * 86_400_000).toISOString() };
  await expect(addDeployment(ctx, ahead)).rejects.toMatchObject({ kind: 'invalid', path: 'at' });
  const audit = await stores.controlPlane.prisma.auditEvent.findMany({
    where: { projectId: ctx.project.id },
  });
  expect(audit.map(({ action }) => action).sort()).toEqual([
    'deployment_added',
    'deployment_added',
    'deployment_deleted',
  ]);
});

test('views are shared, by name, without the place in a list', async () => {
  const view = { name: 'Bad days', page: 'answers' as const, search: 'model=a&model=b&cursor=x&limit=3' };
  const made = await createSavedView(ctx, view);
  expect(made.search).toBe('model=a&model=b');
  await expect(createSavedView(ctx, view)).rejects.toMatchObject({ kind: 'conflict', path: 'name' });
  const other = await createSavedView(ctx, { ...view, name: 'Other' });
  await expect(renameSavedView(ctx, { id: other.id, name: 'Bad days' })).rejects.toMatchObject({
    kind: 'conflict',
  });
  await renameSavedView(ctx, { id: other.id, name: 'A first' });
  expect((await listSavedViews(ctx)).map(({ name }) => name)).toEqual(['A first', 'Bad days']);
  await deleteSavedView(ctx, made);
  expect((await listSavedViews(ctx)).map(({ name }) => name)).toEqual(['A first']);
});

test('details of failures and the cost of a correct answer rest on the labels', async () => {
  await log(...['a', 'b', 'c', 'd'].map((id) => ({ id, answer: id, costUsd: 0.5 })), {
    id: 'e',
    answer: 'e',
  });
  const reviewer = 'Ann';
  const invented = {
    reviewer,
    verdict: 'wrong' as const,
    failure: 'weak_reasoning' as const,
    detail: 'invented',
  };
  await writeLabels(ctx, {
    labels: [
      { queryId: 'a', reviewer, verdict: 'correct' },
      { queryId: 'b', ...invented },
      { queryId: 'c', ...invented },
      { queryId: 'd', reviewer, verdict: 'partly', failure: 'wrong_format' },
      { queryId: 'e', reviewer, verdict: 'cannot_tell' },
    ],
  });
  const { failures, items, sample } = await failureDetails(ctx, {});
  expect({ failures, sample }).toEqual({ failures: 3, sample: 'not_random' });
  expect(items.map(({ failure, detail, n }) => [failure, detail, n])).toEqual([
    ['wrong_format', '', 1],
    ['weak_reasoning', 'invented', 2],
  ]);
  expect(await answerCost(ctx, {})).toMatchObject({
    queries: 5,
    priced: 4,
    estimated: 0,
    sumUsd: 2,
    // Below ten labels there is no value to show.
    perCorrect: { n: 1, of: 4, display: 'counts' },
  });
});
