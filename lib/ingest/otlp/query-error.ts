import type { QuerySteps } from './query-steps.ts';
import { type StepFailure, stepFailure } from './step-failure.ts';

export interface QueryError {
  stage: 'retrieval' | 'generation' | 'other';
  type: string;
  message: string;
}

/**
 * Why a query failed. A step that failed and was made good by another is no failure of the query: of the retrievals
 * all must have failed, of the model calls the last, or else the span that holds the whole.
 */
export function queryError(steps: QuerySteps): QueryError | undefined {
  const { retrievals, rerankers, models, enclosing, answering } = steps;
  const searches = retrievals.map(stepFailure);
  const lastSearch = searches.at(-1);
  if (lastSearch && searches.every((failure) => failure !== undefined)) return at('retrieval', lastSearch);
  const last = models.at(-1);
  const generation = (last && stepFailure(last)) ?? (answering && stepFailure(answering));
  if (generation) return at('generation', generation);
  const whole = enclosing.map(stepFailure).find((failure) => failure !== undefined);
  if (whole === undefined) return undefined;
  const search = [...retrievals, ...rerankers].map(stepFailure).findLast((failure) => failure !== undefined);
  if (search) return at('retrieval', search);
  return at(whole.isAborted && models.length > 0 ? 'generation' : 'other', whole);
}

function at(stage: QueryError['stage'], { type, message }: StepFailure): QueryError {
  return { stage, type, message };
}
