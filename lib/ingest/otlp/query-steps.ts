import { ancestors, byEnd, byTime, type Step } from './span-tree.ts';

/** The steps of one query that its fields are made of. */
export interface QuerySteps {
  /** All of it, parents before children. */
  all: readonly Step[];
  /** Model calls that hold no other, by time. */
  models: readonly Step[];
  /** Retrievals that no other retrieval holds, by time. */
  retrievals: readonly Step[];
  /** Rerankings that no other reranking holds, by time. */
  rerankers: readonly Step[];
  /** Those that hold every model call and retrieval, the outermost first: they speak for the whole. */
  enclosing: readonly Step[];
  /** The model call that ended last, of those that gave something back. */
  answering: Step | undefined;
}

/** Sorts the steps of one query; undefined where none is a model call or a retrieval. */
export function querySteps(all: readonly Step[]): QuerySteps | undefined {
  const members = new Set(all);
  const judged = judgedSteps(all);
  const steps = all.filter((step) => !judged.has(step));
  const models = leaves(steps.filter(isModelCall), members).sort(byTime);
  const searches = steps.filter((step) => step.reading.kind === 'retrieval');
  const rerankings = steps.filter((step) => step.reading.kind === 'reranker');
  if (models.length + searches.length + rerankings.length === 0) return undefined;
  return {
    all: steps,
    models,
    retrievals: outermost(searches, members).sort(byTime),
    rerankers: outermost(rerankings, members).sort(byTime),
    enclosing: enclosing(steps, new Set([...models, ...searches, ...rerankings]), members),
    answering: models.filter(gaveAnything).toSorted(byEnd).at(-1) ?? models.toSorted(byEnd).at(-1),
  };
}

/** What evaluates, and what it calls: a judge's model is no part of the query. */
function judgedSteps(all: readonly Step[]): Set<Step> {
  const judged = new Set<Step>();
  for (const step of all)
    if (step.reading.kind === 'evaluation' || (step.parent && judged.has(step.parent))) judged.add(step);
  return judged;
}

/** An agent counts where it was called like a model, at a remote place that sends no spans. */
function isModelCall({ reading }: Step): boolean {
  if (reading.kind === 'model') return true;
  const isAnswering = reading.outputMessages !== undefined || reading.outputTokens !== undefined;
  return reading.kind === 'agent' && isAnswering;
}

function gaveAnything({ reading }: Step): boolean {
  return reading.outputMessages !== undefined || reading.output !== undefined;
}

function leaves(steps: readonly Step[], members: ReadonlySet<Step>): Step[] {
  const holders = new Set<Step>();
  for (const step of steps) markAbove(step, holders, members);
  return steps.filter((step) => !holders.has(step));
}

function markAbove(step: Step, marked: Set<Step>, members: ReadonlySet<Step>): void {
  for (const above of ancestors(step)) {
    if (marked.has(above) || !members.has(above)) return;
    marked.add(above);
  }
}

/** Relies on parents before children. */
function outermost(steps: readonly Step[], members: ReadonlySet<Step>): Step[] {
  const inside = new Set<Step>();
  const wanted = new Set(steps);
  for (const step of members) {
    const above = step.parent;
    if (above && members.has(above) && (wanted.has(above) || inside.has(above))) inside.add(step);
  }
  return steps.filter((step) => !inside.has(step));
}

function enclosing(all: readonly Step[], key: ReadonlySet<Step>, members: ReadonlySet<Step>): Step[] {
  const held = new Map<Step, number>();
  // Children before parents, so that every count is complete when it is passed up.
  for (const step of all.toReversed()) {
    const count = (held.get(step) ?? 0) + (key.has(step) ? 1 : 0);
    held.set(step, count);
    if (step.parent && members.has(step.parent)) held.set(step.parent, (held.get(step.parent) ?? 0) + count);
  }
  return all.filter((step) => held.get(step) === key.size);
}
