import type { Attributes } from '../otlp/span.ts';
import { numberOf, textOf } from './attribute-reader.ts';
import { type ReadScore, said } from './reading.ts';

/** What `gen_ai.evaluation.*` says, on an event or on a span; undefined where it names no evaluation or no result. */
export function evaluationResult(attributes: Attributes): ReadScore | undefined {
  const name = textOf(attributes, 'gen_ai.evaluation.name');
  return scoreOf(
    name,
    {
      value: numberOf(attributes, 'gen_ai.evaluation.score.value'),
      label: textOf(attributes, 'gen_ai.evaluation.score.label'),
      comment: textOf(attributes, 'gen_ai.evaluation.explanation'),
      version: textOf(attributes, 'gen_ai.evaluation.version', 'gen_ai.evaluator.version'),
      hitId: textOf(attributes, 'faultline.hit_id'),
    },
    sourceOf(textOf(attributes, 'gen_ai.evaluation.source', 'gen_ai.evaluator.type') ?? 'judge'),
  );
}

/** A score that says something under a name; undefined else. */
export function scoreOf(
  name: string | undefined,
  fields: {
    value?: number | undefined;
    label?: string | undefined;
    comment?: string | undefined;
    version?: string | undefined;
    annotator?: string | undefined;
    hitId?: string | undefined;
    recordId?: string | undefined;
  },
  source: ReadScore['source'],
): ReadScore | undefined {
  if (name === undefined) return undefined;
  if (fields.value === undefined && fields.label === undefined && fields.comment === undefined)
    return undefined;
  return { ...said<Omit<ReadScore, 'name' | 'source'>>(fields), name, source };
}

/** HUMAN, LLM and CODE of OpenInference, and the words others use; a judge where it is neither. */
export function sourceOf(word: string): ReadScore['source'] {
  if (/^(human|person|annotator|user)$/i.test(word)) return 'person';
  return /^(code|program|heuristic|rule)$/i.test(word) ? 'code' : 'judge';
}
