import type { Attributes, Span, SpanEvent } from '../otlp/span.ts';
import { countOf, numberOf, structureOf, textOf, valuesUnder } from './attribute-reader.ts';
import { hitWith, metadataOf } from './document-hit.ts';
import { indexedFamily } from './indexed-family.ts';
import { isObject, own, plainValue } from './plain-value.ts';
import { type Dialect, type ReadHit, type Reading, type ScoreKind, said } from './reading.ts';

const STORES = /^(pinecone|chroma|chromadb|milvus|qdrant|weaviate|marqo|lancedb|vespa|turbopuffer)$/i;
const SEARCH = /query|search|near_?|hybrid|bm25|recommend|\bget_relevant/i;
/** Chroma's span below its own, and what only writes. */
const NO_SEARCH = /segment|embed|upsert|insert/i;
const WRITES_EVENTS = /^(pinecone|chroma|chromadb|milvus|marqo)$/i;
const RESULT_EVENTS = new Set(['db.query.result', 'db.search.result']);

/**
 * Spans of vector stores as OpenLLMetry's instrumentations write them: each hit is a span event (Pinecone, Chroma,
 * Milvus and Marqo in Python), a family of attributes (Pinecone and Qdrant in JavaScript), or not sent at all
 * (Qdrant and Weaviate in Python).
 */
export const vectorStores: Dialect = {
  name: 'vector-stores',
  speaks: ({ attributes }) => STORES.test(textOf(attributes, 'db.system', 'db.system.name') ?? ''),
  read,
};

function read(span: Span): Reading {
  const { attributes } = span;
  if (!SEARCH.test(span.name) || NO_SEARCH.test(span.name)) return {};
  const events = span.events.filter((event) => RESULT_EVENTS.has(event.name));
  const hits =
    events.length > 0
      ? events.map(({ attributes: hit }) => eventHit(hit))
      : (attributeHits(span) ?? nothing(span));
  return said<Reading>({
    kind: 'retrieval',
    hits,
    scoreKind: scoreKindOf(attributes, events),
    topK: countOf(
      attributes,
      'db.vector.query.top_k',
      'pinecone.query.top_k',
      'db.chroma.query.n_results',
      'db.milvus.search.limit',
      'qdrant.search.limit',
    ),
    retriever: collectionOf(attributes),
  });
}

function collectionOf(attributes: Attributes): string | undefined {
  // Qdrant's key has the name of the method, such as `qdrant.query_points.collection_name`.
  const qdrant = [...attributes.keys()].find((key) => /^qdrant\.\w+\.collection_name$/.test(key));
  return textOf(
    attributes,
    'db.collection.name',
    ...(qdrant === undefined ? [] : [qdrant]),
    'db.milvus.search.collection_name',
    'db.vector.table_name',
    'pinecone.query.namespace',
    'db.namespace',
  );
}

/** One hit of an event. Marqo writes the keys of its own answer. */
function eventHit(hit: Attributes): ReadHit {
  const at = (name: string) => [`db.query.result.${name}`, `db.search.result.${name}`];
  return hitWith(
    {
      id: textOf(hit, ...at('id'), '_id'),
      text: textOf(hit, ...at('document')),
      score: numberOf(hit, ...at('score'), ...at('distance'), '_score'),
    },
    metadataOf(structureOf(hit, ...at('metadata'), ...at('entity'))) ?? ownKeys(hit),
  );
}

function ownKeys(hit: Attributes): Record<string, unknown> | undefined {
  const fields = [...hit]
    .filter(([key]) => !/^(db\.|_)/.test(key))
    .map(([key, value]) => [key, plainValue(value)]);
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** JavaScript keeps a hit in attributes, its metadata as the attributes of an event of its own. */
function attributeHits({ attributes, events }: Span): ReadHit[] | undefined {
  const items = indexedFamily(attributes, 'db.vector.query.result');
  if (items.length === 0) return undefined;
  return items.map((item, rank) =>
    hitWith(
      { id: textOf(item, 'id'), score: numberOf(item, 'score', 'distance') },
      metadataOf(plainValue(item.get('metadata'))) ??
        metadataOf(plainValue(item.get('payload'))) ??
        eventMetadata(events, rank),
    ),
  );
}

function eventMetadata(events: readonly SpanEvent[], rank: number): Record<string, unknown> | undefined {
  const event = events.find(({ name }) => name.endsWith(`.query.result.${rank}.metadata`));
  const values = event && valuesUnder(event.attributes, '');
  const packed = values && own(values, 'metadata');
  return isObject(packed) ? packed : values;
}

/** Where no hit is written, none was found if a count says so, or if the emitter writes every hit as an event. */
function nothing({ attributes }: Span): ReadHit[] | undefined {
  const count = countOf(
    attributes,
    'db.vector.query.result_count',
    'db.vector.query.result.matches_length',
    'db.milvus.search.result_count',
    'db.response.returned_rows',
  );
  if (count !== undefined) return count === 0 ? [] : undefined;
  return WRITES_EVENTS.test(textOf(attributes, 'db.system', 'db.system.name') ?? '') ? [] : undefined;
}

/** Milvus calls a similarity a distance too, where the metric is an inner product. */
function scoreKindOf(attributes: Attributes, events: readonly SpanEvent[]): ScoreKind | undefined {
  const isDistance = events.some((event) =>
    [...event.attributes.keys()].some((key) => key.endsWith('.distance')),
  );
  if (!isDistance) return events.length > 0 ? 'similarity' : undefined;
  const search = JSON.stringify(valuesUnder(attributes, 'db.milvus.search.') ?? {});
  return /\b(IP|COSINE)\b/i.test(search) ? 'similarity' : 'distance';
}
