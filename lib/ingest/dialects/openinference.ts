import type { Attributes, Span } from '../otlp/span.ts';
import { countOf, hasKey, numberOf, objectOf, structureOf, textOf, textsOf } from './attribute-reader.ts';
import { documentHits, hitWith, metadataOf } from './document-hit.ts';
import { scoreOf, sourceOf } from './evaluation-result.ts';
import { indexedFamily } from './indexed-family.ts';
import { joinedByRank } from './joined-by-rank.ts';
import { completions, flatMessages, prompts, sentMessages } from './openinference-messages.ts';
import { plainValue } from './plain-value.ts';
import { type Dialect, type ReadHit, type Reading, type StepKind, said } from './reading.ts';
import { spokenAnswer, spokenQuestion } from './spoken-text.ts';

const KINDS: Record<string, StepKind> = {
  LLM: 'model',
  EMBEDDING: 'embedding',
  CHAIN: 'chain',
  AGENT: 'chain',
  GUARDRAIL: 'chain',
  PROMPT: 'chain',
  RETRIEVER: 'retrieval',
  RERANKER: 'reranker',
  TOOL: 'tool',
  EVALUATOR: 'evaluation',
};

/** OpenInference, as the instrumentations of Arize write it: lists are flattened into keys. */
export const openinference: Dialect = {
  name: 'openinference',
  speaks: ({ attributes }) =>
    attributes.has('openinference.span.kind') ||
    hasKey(
      attributes,
      'llm.input_messages',
      'llm.output_messages',
      'llm.token_count.',
      'retrieval.documents',
      'reranker.',
      'input.value',
      'output.value',
      'annotations.',
      'evaluations.',
      'trace.annotations.',
      'trace.evaluations.',
    ),
  read,
};

function read({ attributes }: Span): Reading {
  const named = textOf(attributes, 'openinference.span.kind')?.toUpperCase() ?? '';
  const kind = Object.hasOwn(KINDS, named) ? KINDS[named] : undefined;
  const input = structureOf(attributes, 'input.value');
  const output = structureOf(attributes, 'output.value');
  return said<Reading>({
    kind,
    input: spokenQuestion(input),
    output: kind === 'retrieval' || kind === 'reranker' ? undefined : spokenAnswer(output),
    messages: flatMessages(attributes, 'llm.input_messages') ?? prompts(attributes) ?? sentMessages(input),
    outputMessages: flatMessages(attributes, 'llm.output_messages') ?? completions(attributes),
    retrievalQuery:
      textOf(attributes, 'reranker.query') ?? (kind === 'retrieval' ? spokenQuestion(input) : undefined),
    hits: hitsOf(attributes, kind),
    candidates: documents(attributes, 'reranker.input_documents'),
    topK: countOf(attributes, 'reranker.top_k'),
    responseModel: textOf(attributes, 'llm.response.model_name', 'llm.model_name'),
    requestModel: textOf(attributes, 'llm.request.model_name', 'embedding.model_name', 'reranker.model_name'),
    inputTokens: countOf(attributes, 'llm.token_count.prompt'),
    cachedTokens: countOf(
      attributes,
      'llm.token_count.prompt_details.cache_read',
      'llm.token_count.prompt_details.cache_input',
    ),
    outputTokens: countOf(attributes, 'llm.token_count.completion'),
    costUsd: numberOf(attributes, 'llm.cost.total'),
    promptVersion: textOf(attributes, 'llm.prompt_template.version'),
    tags: textsOf(attributes, 'tag.tags'),
    metadata: metadata(attributes),
    scores: annotations(attributes),
  });
}

/**
 * The documents of a retriever, or what a reranker left. LangChain's instrumentation leaves the ids out, but its raw
 * output may have them; a retriever without any document found none, unless its output is hidden.
 */
function hitsOf(attributes: Attributes, kind: StepKind | undefined): ReadHit[] | undefined {
  const listed = documents(
    attributes,
    kind === 'reranker' ? 'reranker.output_documents' : 'retrieval.documents',
  );
  if (kind !== 'retrieval') return listed;
  const raw = documentHits(structureOf(attributes, 'output.value'));
  if (listed !== undefined) return joinedByRank(listed, raw) ?? listed;
  const isHidden = plainValue(attributes.get('output.value')) === '__REDACTED__';
  return raw ?? (isHidden ? undefined : []);
}

function documents(attributes: Attributes, prefix: string): ReadHit[] | undefined {
  const items = indexedFamily(attributes, prefix);
  if (items.length === 0) return documentHits(structureOf(attributes, prefix));
  return items.map((item) =>
    hitWith(
      {
        id: textOf(item, 'document.id'),
        text: textOf(item, 'document.content'),
        score: numberOf(item, 'document.score'),
      },
      metadataOf(plainValue(item.get('document.metadata'))),
    ),
  );
}

/** LangChain and LangGraph add what they need themselves to what the application said. */
function metadata(attributes: Attributes): Record<string, unknown> | undefined {
  const sent = Object.entries(objectOf(attributes, 'metadata') ?? {});
  const kept = sent.filter(([key]) => !/^(ls_|langgraph_|lc_|checkpoint_)/.test(key));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function annotations(attributes: Attributes): Reading['scores'] {
  const families = ['', 'trace.', 'session.'].flatMap((scope) => [
    { prefix: `${scope}annotations`, item: 'annotation' },
    { prefix: `${scope}evaluations`, item: 'evaluation' },
  ]);
  const scores = families.flatMap(({ prefix, item }) =>
    indexedFamily(attributes, prefix).flatMap((entry) => {
      const source = sourceOf(textOf(entry, `${item}.annotator_kind`) ?? 'LLM');
      const score = scoreOf(
        textOf(entry, `${item}.name`),
        {
          value: numberOf(entry, `${item}.score`),
          label: textOf(entry, `${item}.label`),
          comment: textOf(entry, `${item}.explanation`),
          annotator: textOf(entry, `${item}.identifier`),
        },
        source,
      );
      return score ?? [];
    }),
  );
  return scores.length === 0 ? undefined : scores;
}
