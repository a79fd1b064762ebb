import { describe, expect, test } from 'vitest';
import { type AssembledQuery, assembleTrace } from '#lib/ingest/otlp/assemble-trace.ts';
import { querySchema } from '#lib/ingest/schema.ts';
import { type Emitter, FIELDS, type Field } from '../../../fixtures/otlp/emitter.ts';
import { EMITTERS } from '../../../fixtures/otlp/emitters.ts';
import {
  answerOf,
  DOCS,
  type Doc,
  INTERACTION as IT,
  MERGED,
  type Twin,
} from '../../../fixtures/otlp/interaction.ts';
import { START_MS, TRACE_ID } from '../../../fixtures/otlp/sent-spans.ts';
import { spansOfBody } from './spans-of-body.ts';

const TWINS: readonly Twin[] = ['answered', 'zeroHit', 'failedRetrieval', 'multiRetrieval'];
const HIT_FIELDS: readonly Field[] = ['hit ids', 'hit texts', 'hit scores', 'hit sources', 'score kind'];
const MODEL_FIELDS: readonly Field[] = ['model', 'input tokens', 'cached tokens', 'output tokens', 'cost'];

describe.each(EMITTERS)('$name', (emitter) => {
  describe.each(TWINS)('%s', (twin) => {
    const assembled = assembleTrace(spansOfBody(emitter.body(twin)));
    const query = assembled.queries[0];

    test('makes one query that can be logged', () => {
      expect(assembled.queries).toHaveLength(1);
      expect(querySchema.safeParse(query?.event)).toMatchObject({ success: true });
      // Where retrieval failed the spans of the model, and their dialect, are missing.
      if (twin !== 'failedRetrieval') expect(assembled.dialects).toEqual(emitter.dialects);
      expect(query?.event.traceId).toBe(TRACE_ID);
    });

    test.each(FIELDS)('%s', (field) => {
      expect(read(query, field)).toEqual(expected(emitter, twin, field));
    });

    test('takes its times from the spans', () => {
      const isMulti = twin === 'multiRetrieval';
      expect(query?.event.startedAt).toBe(START_MS);
      expect(query?.event.latency).toEqual({
        retrievalMs: isMulti ? 200 : 100,
        ...(twin === 'failedRetrieval' ? {} : { generationMs: 600 }),
        totalMs: 1000,
      });
    });
  });
});

test('an emitter lacks a field or sends it in another way, not both, and says why', () => {
  for (const { name, lacks, differs = {} } of EMITTERS)
    for (const field of FIELDS) {
      expect([name, field, field in lacks && field in differs]).toEqual([name, field, false]);
      expect(lacks[field] ?? 'sent').not.toBe('');
    }
});

function read(query: AssembledQuery | undefined, field: Field): unknown {
  const event = query?.event;
  const hits = event?.hits;
  switch (field) {
    case 'question':
      return event?.question;
    case 'answer':
      return event?.answer;
    case 'hit ids':
      return hits?.map(({ id }) => id);
    case 'hit texts':
      return hits?.map(({ text }) => text);
    case 'hit scores':
      return hits?.map(({ score }) => score);
    case 'hit sources':
      return hits?.map(({ source }) => source);
    case 'score kind':
      return event?.scoreKind;
    case 'top k':
      return event?.topK;
    case 'retriever':
      return event?.retriever;
    case 'model':
      return event?.model;
    case 'input tokens':
      return event?.tokens?.input;
    case 'cached tokens':
      return event?.tokens?.cached;
    case 'output tokens':
      return event?.tokens?.output;
    case 'cost':
      return event?.costUsd;
    case 'session':
      return event?.sessionId;
    case 'user':
      return event?.userId;
    case 'error':
      return event?.error;
  }
}

/** What the field is in any dialect, but for what the emitter leaves out or sends in another way. */
function expected(emitter: Emitter, twin: Twin, field: Field): unknown {
  const isFailed = twin === 'failedRetrieval';
  if (isFailed && (HIT_FIELDS.includes(field) || MODEL_FIELDS.includes(field))) return undefined;
  const docs = twin === 'zeroHit' ? [] : twin === 'multiRetrieval' ? MERGED : DOCS;
  if (HIT_FIELDS.includes(field)) return expectedHits(emitter, twin, field, docs);
  if (field in emitter.lacks) return undefined;
  const other = emitter.differs?.[field];
  if (field === 'error') return isFailed ? { stage: 'retrieval', ...IT.failure } : undefined;
  if (other !== undefined) return other.value;
  return {
    question: IT.question,
    answer: answerOf(twin) ?? null,
    retriever: IT.store,
    'top k': IT.topK,
    model: IT.model,
    'input tokens': IT.inputTokens,
    'cached tokens': IT.cachedTokens,
    'output tokens': IT.outputTokens,
    cost: IT.costUsd,
    session: IT.sessionId,
    user: IT.userId,
  }[field as string];
}

function expectedHits(emitter: Emitter, twin: Twin, field: Field, docs: readonly Doc[]): unknown {
  if (emitter.without?.[twin] !== undefined || 'hit texts' in emitter.lacks) return undefined;
  const isDistance = emitter.differs?.['score kind'] !== undefined;
  if (field === 'score kind' && (docs.length === 0 || 'hit scores' in emitter.lacks)) return undefined;
  if (field === 'score kind') return isDistance ? 'distance' : 'similarity';
  const isLacking = field in emitter.lacks;
  return docs.map((doc) => {
    if (isLacking) return undefined;
    if (field === 'hit ids') return doc.id;
    if (field === 'hit texts') return doc.text;
    if (field === 'hit sources') return doc.source;
    return isDistance ? doc.distance : doc.score;
  });
}
