/**
 * One question of the demo with its truth.
 *
 * `ask` holds the phrasings that stand alone; `followUp` one that only makes sense after another question about
 * the same document. `facts` are the literal pieces that a complete answer must contain; for an answerable
 * question each of them stands in one of the `relevant` chunks.
 *
 * `coverage` tells the two kinds of unanswerable question apart: a `gap` is something the handbook ought to
 * answer and does not, `out_of_scope` is something that no document of this company should answer.
 */
export type DemoQuestion = {
  id: string;
  ask: readonly [string, ...string[]];
  followUp?: string;
  relevant: readonly string[];
  facts: readonly string[];
  ideal: string;
  coverage: 'answerable' | 'gap' | 'out_of_scope';
};

/** The part of a question that is written by hand; ids of chunks are relative to the document. */
export type QuestionDraft = {
  ask: readonly [string, ...string[]];
  followUp?: string;
  in: string | readonly string[];
  facts: readonly string[];
  ideal: string;
};

/** Questions about one document: completes ids and chunk ids (`plans-and-billing#refunds-and-cancellation`). */
export function questionsAbout(document: string, drafts: Record<string, QuestionDraft>): DemoQuestion[] {
  return Object.entries(drafts).map(([name, { in: sections, ...draft }]) => ({
    ...draft,
    id: `${document}/${name}`,
    relevant: [sections].flat().map((section) => `${document}#${section}`),
    coverage: 'answerable',
  }));
}
