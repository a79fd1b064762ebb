import type { Decision, Vote } from '#lib/labelling/adjudication-schema.ts';
import { type Draft, draftSchema } from '#lib/labelling/schema.ts';

/** A reviewer's label as the start of a decision. Note and flag stay theirs. */
export function draftOfVote(vote: Vote): Draft {
  const { letter: _, note: _note, flag: _flag, ...said } = vote;
  return plain(said);
}

/** An earlier decision as the start of another. */
export function draftOfDecision({
  id: _,
  by: _by,
  createdAt: _at,
  endedAt: _ended,
  ...said
}: Decision): Draft {
  return plain(said);
}

function plain(said: object): Draft {
  const given = Object.entries(said).filter(([, value]) => value !== null);
  return draftSchema.parse(Object.fromEntries(given));
}
