'use client';
import { Alert } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import {
  adjudicatedSchema,
  type DecidedSince,
  type Decisions,
  decidedSinceSchema,
  type Vote,
} from '#lib/labelling/adjudication-schema.ts';
import type { Draft, LabelDraft } from '#lib/labelling/schema.ts';
import { ApiError, callApi, messageOf } from '../../../../_components/call-api.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import { ASKS_ALL } from '../../queues/_label/label-asks.ts';
import { LabelForm } from '../../queues/_label/label-form.tsx';
import type { OpenedQuery } from '../../queues/_label/labelling-api.ts';
import { dropLocalDraft, keepLocalDraft, readLocalDraft } from '../../queues/_label/local-draft.ts';
import classes from '../adjudicate.module.css';
import { type DisputePlace, disputePath } from '../dispute-words.ts';
import { DecidedMeanwhile, DecisionNotice } from './decision-notice.tsx';
import { takeKeys } from './take-keys.ts';
import { draftOfDecision, draftOfVote } from './taken-draft.ts';
import { voteRows } from './vote-rows.ts';
import { VoteTable } from './vote-table.tsx';

const ASKS = { ...ASKS_ALL, flag: false, suggests: false };

/** What the form starts from: another `key` starts it anew. */
interface Start {
  key: string;
  draft: Draft | null;
  taken?: string;
}

/** One query on which somebody decides: take a reviewer's label, change it, or write a third. */
export function AdjudicateScreen({
  project,
  opened,
  votes,
  decisions,
  place: { next, progress },
  decided,
  timeZone,
}: {
  project: string;
  opened: OpenedQuery;
  votes: readonly Vote[];
  decisions: Decisions;
  place: DisputePlace;
  /** How many were decided in this visit before. */
  decided: number;
  timeZone: string;
}) {
  const router = useRouter();
  const { query, labelling } = opened;
  const draftName = `decision:${query.id}`;
  const { current } = decisions;
  const [start, setStart] = useState<Start>({
    key: 'server',
    draft: current === null ? null : draftOfDecision(current),
  });
  const [taking, setTaking] = useState(votes.length > 0 && current === null);
  const [fault, setFault] = useState<string>();
  const [since, setSince] = useState<DecidedSince>();
  const sending = useRef(false);
  // The draft is in this browser only: the server drew the page without it.
  useEffect(() => {
    const draft = readLocalDraft(draftName);
    if (draft === null) return;
    setStart({ key: 'browser', draft });
    setTaking(false);
  }, [draftName]);

  const keys = useMemo(() => takeKeys(votes.map(({ letter }) => letter)), [votes]);
  const rows = useMemo(
    () => voteRows(votes, query.hits, labelling.gradeKeys),
    [votes, query, labelling.gradeKeys],
  );
  const take = (vote: Vote) => {
    const draft = draftOfVote(vote);
    keepLocalDraft(draftName, draft);
    setStart(({ key }) => ({ key: `${key}+`, draft, taken: vote.letter }));
    setTaking(false);
  };
  async function store(label: LabelDraft): Promise<void> {
    if (sending.current) return;
    sending.current = true;
    setFault(undefined);
    try {
      const standing = (since === undefined ? current : since.standing)?.id ?? 'none';
      const path = `/api/v1/queries/${encodeURIComponent(query.id)}/adjudication?standing=${encodeURIComponent(standing)}`;
      await callApi(project, 'POST', path, label, adjudicatedSchema);
      dropLocalDraft(draftName);
      router.push(disputePath(project, next, decided + 1));
      router.refresh();
    } catch (error) {
      sending.current = false;
      const decided = decidedSinceSchema.safeParse(error instanceof ApiError ? error.answer : undefined);
      if (decided.success) setSince(decided.data);
      else setFault(messageOf(error));
    }
  }

  const announced = [
    start.taken === undefined ? '' : `The label of reviewer ${start.taken} is taken.`,
    progress === undefined ? '' : `${progress} to decide.`,
  ];
  return (
    <LabelForm
      key={start.key}
      project={project}
      opened={opened}
      asks={ASKS}
      draft={start.draft}
      header={
        <>
          <h1>{current === null ? 'Decide' : 'Decide again'}</h1>
          {progress !== undefined && <span>{progress}</span>}
          <TextLink href={`/${project}/adjudicate`} size="sm" underline="always">
            All that wait
          </TextLink>
          {next !== undefined && (
            <TextLink href={disputePath(project, next, decided)} size="sm" underline="always">
              Leave it for later
            </TextLink>
          )}
          <span className={classes.spring} />
        </>
      }
      notice={
        <>
          {fault !== undefined && (
            <Alert variant="default" role="alert" title="The decision was not stored">
              {fault}
            </Alert>
          )}
          {since !== undefined && <DecidedMeanwhile since={since} timeZone={timeZone} />}
          <DecisionNotice decisions={decisions} timeZone={timeZone} />
        </>
      }
      evidence={
        votes.length > 0 && (
          <VoteTable
            votes={votes}
            rows={rows}
            keys={keys}
            taking={taking}
            taken={start.taken}
            onTake={take}
            onChoose={() => setTaking(true)}
          />
        )
      }
      evidenceKeys={keys}
      showsKeys={!taking}
      announced={announced.join(' ')}
      submitWords={next === undefined ? 'Decide' : 'Decide and next'}
      onChange={(draft) => {
        keepLocalDraft(draftName, draft);
        setTaking(false);
      }}
      onSubmit={(label) => void store(label)}
    />
  );
}
