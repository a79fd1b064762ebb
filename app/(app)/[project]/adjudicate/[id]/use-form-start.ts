'use client';
import { useEffect, useState } from 'react';
import type { Decision, Vote } from '#lib/labelling/adjudication-schema.ts';
import type { Draft } from '#lib/labelling/schema.ts';
import { keepLocalDraft, readLocalDraft } from '../../queues/_label/local-draft.ts';
import { draftOfDecision, draftOfVote } from './taken-draft.ts';

/** What the form starts from: another `key` starts it anew. `taken` is the letter of the label it was taken from. */
interface Start {
  key: string;
  draft: Draft | null;
  taken?: string;
}

/**
 * The form's start: the decision that stands, the draft that this browser kept, or a reviewer's label. `taking` is
 * whether the labels are the thing to act on; it begins so where there are some and nothing is decided.
 */
export function useFormStart(draftName: string, votes: readonly Vote[], current: Decision | null) {
  const [start, setStart] = useState<Start>({
    key: 'server',
    draft: current === null ? null : draftOfDecision(current),
  });
  const [taking, setTaking] = useState(votes.length > 0 && current === null);
  // The draft is in this browser only: the server drew the page without it.
  useEffect(() => {
    const draft = readLocalDraft(draftName);
    if (draft === null) return;
    setStart({ key: 'browser', draft });
    setTaking(false);
  }, [draftName]);

  const take = (vote: Vote) => {
    const draft = draftOfVote(vote);
    keepLocalDraft(draftName, draft);
    setStart(({ key }) => ({ key: `${key}+`, draft, taken: vote.letter }));
    setTaking(false);
  };
  const keep = (draft: Draft) => {
    keepLocalDraft(draftName, draft);
    setTaking(false);
  };
  return { start, taking, take, keep, choose: () => setTaking(true) };
}
