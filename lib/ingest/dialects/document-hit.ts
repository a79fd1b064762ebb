import { asNumber, asText } from './attribute-reader.ts';
import { unpacked } from './lenient-json.ts';
import { isObject, own } from './plain-value.ts';
import { type ReadHit, said } from './reading.ts';

const IDS = ['id', '_id', 'doc_id', 'document_id', 'node_id', 'id_', 'chunk_id', 'point_id', 'uuid'];
const TEXTS = ['content', 'text', 'page_content', 'pageContent', 'document', 'chunk', 'body'];
const SCORES = ['score', '_score', 'relevance_score', 'relevanceScore', 'similarity', 'similarity_score'];
const TITLES = ['title', 'name'];
const SOURCES = ['source', 'url', 'uri', 'file_path', 'filePath', 'file_name', 'filename', 'path'];

/** A document of a retriever in JSON, whatever framework made it. A bare text is a document without an id. */
export function documentHit(sent: unknown): ReadHit | undefined {
  const value = unpacked(sent);
  if (typeof value === 'string') return asText(value) === undefined ? undefined : { text: value };
  if (!isObject(value)) return undefined;
  const inner = [own(value, 'node'), own(value, 'kwargs'), own(value, 'document')].find(isObject);
  const document =
    inner === undefined ? value : { ...inner, score: own(value, 'score') ?? own(inner, 'score') };
  const metadata = metadataOf(own(document, 'metadata') ?? own(document, 'payload') ?? own(document, 'meta'));
  const textKey = TEXTS.find((key) => typeof own(document, key) === 'string');
  const hit = hitWith(
    {
      id: idOf(document),
      text: textKey === undefined ? undefined : asText(own(document, textKey)),
      score: firstNumber(document, SCORES),
      title: firstText(document, ['title']),
      source: firstText(document, SOURCES.slice(0, 3)),
    },
    metadata,
  );
  return Object.keys(hit).length === 0 ? undefined : hit;
}

/** A list of documents, or what holds one under `documents`, `nodes`, `results`, `matches`, `hits` or `points`. */
export function documentHits(sent: unknown): ReadHit[] | undefined {
  const value = unpacked(sent);
  if (isObject(value)) {
    for (const key of [
      'documents',
      'nodes',
      'results',
      'matches',
      'hits',
      'points',
      'docs',
      'context',
      'output',
    ])
      if (Array.isArray(own(value, key))) return documentHits(own(value, key));
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const hits = value.map(documentHit);
  return hits.includes(undefined) ? undefined : hits.filter((hit) => hit !== undefined);
}

/** A hit with what its metadata knows of it: the own fields first. */
export function hitWith(
  fields: { [K in keyof ReadHit]?: ReadHit[K] | undefined },
  metadata: Record<string, unknown> | undefined,
): ReadHit {
  if (metadata === undefined) return said<ReadHit>(fields);
  return said<ReadHit>({
    id: fields.id ?? firstText(metadata, ['id', 'doc_id', 'document_id', 'chunk_id']),
    text: fields.text ?? firstText(metadata, [...TEXTS, '_node_text']),
    title: fields.title ?? firstText(metadata, TITLES),
    source: fields.source ?? firstText(metadata, SOURCES),
    score: fields.score ?? firstNumber(metadata, SCORES),
    metadata: withoutText(metadata, fields.text),
  });
}

/** Metadata sent as an object, as JSON or as Python shows a dict. */
export function metadataOf(sent: unknown): Record<string, unknown> | undefined {
  const value = unpacked(sent);
  return isObject(value) && Object.keys(value).length > 0 ? value : undefined;
}

/** The text of a hit is kept once. */
function withoutText(
  metadata: Record<string, unknown>,
  text: string | undefined,
): Record<string, unknown> | undefined {
  const textKey = text === undefined ? TEXTS.find((key) => typeof metadata[key] === 'string') : undefined;
  const kept = Object.entries(metadata).filter(([key]) => key !== textKey);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function idOf(document: Record<string, unknown>): string | undefined {
  // A serialised LangChain object has the path of its class as id.
  for (const key of IDS) {
    const id = own(document, key);
    if (!Array.isArray(id) && asText(id) !== undefined) return asText(id);
  }
  return undefined;
}

function firstText(object: Record<string, unknown>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = asText(own(object, key));
    if (text !== undefined) return text;
  }
  return undefined;
}

function firstNumber(object: Record<string, unknown>, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const number = asNumber(own(object, key));
    if (number !== undefined) return number;
  }
  return undefined;
}
