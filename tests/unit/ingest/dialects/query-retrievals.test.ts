import { describe, expect, test } from 'vitest';
import { flattened, spanId } from '../../../fixtures/otlp/sent-spans.ts';
import { llm, only, retriever, step, texts } from './trace-steps.ts';

describe('hits', () => {
  test('a retriever inside a retriever is one retrieval', () => {
    const query = only(
      retriever('outer', ['a', 'b']),
      retriever('inner', ['b', 'a', 'c'], { parent: 'outer' }),
    );
    expect(texts(query.event.hits)).toEqual(['a', 'b']);
    expect(query.retrievals).toHaveLength(1);
  });

  test('several are merged rank by rank in the order of time, without repeats, and each knows its retrieval', () => {
    const query = only(
      step('root', 'CHAIN', { 'input.value': 'why?' }),
      retriever('late', ['x', 'b', 'y', 'z'], { parent: 'root', ms: [50, 60] }),
      retriever('early', ['a', 'b'], { parent: 'root', ms: [10, 20] }),
    );
    expect(texts(query.event.hits)).toEqual(['a', 'x', 'b', 'y', 'z']);
    expect(query.hitSpanIds).toEqual(['early', 'late', 'early', 'late', 'late'].map(spanId));
    expect(query.retrievals.map(({ name, isUsed }) => [name, isUsed])).toEqual([
      ['early', true],
      ['late', true],
    ]);
    expect(query.event.latency.retrievalMs).toBe(20);
  });

  test('the last reranker has the last word, what it was given are candidates', () => {
    const documents = (side: string, ...ids: string[]) =>
      flattened(
        `reranker.${side}_documents`,
        ids.map((id) => ({ 'document.id': id, 'document.score': 0.9 })),
      );
    const query = only(
      step('root', 'CHAIN', { 'input.value': 'why?' }),
      retriever('search', ['a', 'b', 'c'], { parent: 'root', ms: [0, 10] }),
      step('rerank1', 'RERANKER', { parent: 'root', ms: [10, 20], ...documents('output', 'a') }),
      step('rerank2', 'RERANKER', {
        parent: 'root',
        ms: [20, 30],
        'reranker.top_k': 2,
        ...documents('input', 'a', 'b', 'c'),
        ...documents('output', 'c', 'a'),
      }),
    );
    expect(query.event.hits?.map(({ id }) => id)).toEqual(['c', 'a']);
    expect(query.event.candidates?.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(query.event.topK).toBe(2);
    expect(query.event.retriever).toBe('search');
    expect(query.retrievals).toHaveLength(3);
  });

  test('without its own word, a reranker was given what was found before', () => {
    const query = only(
      step('root', 'CHAIN', { 'input.value': 'why?' }),
      retriever('search', ['a', 'b'], { parent: 'root', ms: [0, 10] }),
      step('rerank', 'RERANKER', {
        parent: 'root',
        ms: [10, 20],
        ...flattened('reranker.output_documents', [{ 'document.content': 'b', 'document.score': 3 }]),
      }),
    );
    expect(texts(query.event.candidates)).toEqual(['a', 'b']);
  });

  test('are empty only where every retrieval found nothing', () => {
    const root = step('root', 'CHAIN', { 'input.value': 'why?' });
    const none = retriever('none', [], { parent: 'root', 'output.value': '{"documents": []}' });
    const some = retriever('some', ['a'], { parent: 'root', ms: [50, 60] });
    const silent = step('silent', '', { parent: 'root', name: 'qdrant.search', 'db.system': 'Qdrant' });
    expect(only(root, none).event.hits).toEqual([]);
    expect(texts(only(root, none, some).event.hits)).toEqual(['a']);
    expect(only(root, none, silent).event.hits).toBeUndefined();
    expect(only(root, silent).event.hits).toBeUndefined();
    expect(only(llm('m', 'why?', 'so')).event.hits).toBeUndefined();
  });

  test('a distance and a similarity never share a list', () => {
    const distance = (id: string, ms: [number, number]) =>
      step(id, '', {
        parent: 'root',
        ms,
        name: 'chroma.query',
        'db.system': 'chroma',
        events: [
          {
            name: 'db.query.result',
            attributes: {
              'db.query.result.id': `${id}-hit`,
              'db.query.result.distance': 0.1,
              'db.query.result.document': id,
            },
          },
        ],
      });
    const root = step('root', 'CHAIN', { 'input.value': 'why?' });
    const mixed = only(
      root,
      retriever('search', ['a'], { parent: 'root', ms: [0, 10] }),
      distance('store', [20, 30]),
    );
    expect(mixed.event.scoreKind).toBe('similarity');
    expect(mixed.event.hits?.map(({ score }) => score)).toEqual([0.5, undefined]);
    expect(mixed.retrievals.map(({ scoreKind, hits }) => [scoreKind, hits?.[0]?.score])).toEqual([
      ['similarity', 0.5],
      ['distance', 0.1],
    ]);
    expect(only(root, distance('one', [0, 10])).event).toMatchObject({
      scoreKind: 'distance',
      hits: [{ score: 0.1 }],
    });
  });

  test("a retriever's hits without scores take them from its store by rank, with their kind", () => {
    const store = (ids: string[], documents: string[]) =>
      step('store', '', {
        parent: 'search',
        name: 'chroma.query',
        'db.system': 'chroma',
        events: ids.map((id, i) => ({
          name: 'db.query.result',
          attributes: {
            'db.query.result.id': id,
            'db.query.result.distance': i / 10,
            'db.query.result.document': documents[i],
          },
        })),
      });
    const search = step('search', 'RETRIEVER', {
      'input.value': 'q',
      ...flattened('retrieval.documents', [{ 'document.content': 'a' }, { 'document.content': 'b' }]),
    });
    const joined = only(search, store(['1', '2'], ['a', 'b'])).event;
    expect(joined.hits).toEqual([
      { id: '1', text: 'a', score: 0 },
      { id: '2', text: 'b', score: 0.1 },
    ]);
    expect(joined.scoreKind).toBe('distance');
    // Another number, or another order: these are not the same hits.
    expect(only(search, store(['1', '2', '3'], ['a', 'b', 'c'])).event.hits).toEqual([
      { text: 'a' },
      { text: 'b' },
    ]);
    expect(only(search, store(['1', '2'], ['b', 'a'])).event.hits).toEqual([{ text: 'a' }, { text: 'b' }]);
  });

  test('a failed retrieval is an error without hits; one that was made good is none', () => {
    const root = step('root', 'CHAIN', { 'input.value': 'why?' });
    const failed = retriever('first', [], {
      parent: 'root',
      ms: [0, 10],
      error: { type: 'TimeoutError', message: 'late' },
    });
    const again = retriever('again', ['a'], { parent: 'root', ms: [20, 30] });
    const model = llm('m', 'why?', 'I do not know', { parent: 'root', ms: [40, 90] });
    const lost = only(root, failed, model).event;
    expect(lost.error).toEqual({ stage: 'retrieval', type: 'TimeoutError', message: 'late' });
    expect(lost.hits).toBeUndefined();
    const found = only(root, failed, again, model).event;
    expect(found.error).toBeUndefined();
    expect(texts(found.hits)).toEqual(['a']);
    const second = retriever('second', [], {
      parent: 'root',
      ms: [30, 35],
      error: { type: 'E', message: '' },
    });
    expect(only(root, again, second, model).event.error).toBeUndefined();
  });

  test('the rewritten question is kept where it is another', () => {
    const root = step('root', 'CHAIN', { 'input.value': 'why?' });
    const search = { parent: 'root', 'input.value': 'why exactly' };
    expect(only(root, retriever('s', ['a'], search)).event.retrievalQuery).toBe('why exactly');
    expect(
      only(root, retriever('s', ['a'], { ...search, 'input.value': 'why?' })).event.retrievalQuery,
    ).toBeUndefined();
  });
});
