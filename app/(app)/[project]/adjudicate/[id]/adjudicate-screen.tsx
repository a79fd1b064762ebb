'use client';
import { Alert } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import type { Decisions, Vote } from '#lib/labelling/adjudication-schema.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import { ASKS_ALL } from '../../queues/_label/label-asks.ts';
import { LabelForm } from '../../queues/_label/label-form.tsx';
import type { OpenedQuery } from '../../queues/_label/labelling-api.ts';
import { dropLocalDraft } from '../../queues/_label/local-draft.ts';
import classes from '../adjudicate.module.css';
import { type DisputePlace, disputePath } from '../dispute-words.ts';
import { DecidedMeanwhile, DecisionNotice } from './decision-notice.tsx';
import { takeKeys } from './take-keys.ts';
import { useDecision } from './use-decision.ts';
import { useFormStart } from './use-form-start.ts';
import { voteRows } from './vote-rows.ts';
import { VoteTable } from './vote-table.tsx';

const ASKS = { ...ASKS_ALL, flag: false, suggests: false };

/** One query on which somebody decides: take a reviewer's label, change it, or write a third. */
export function AdjudicateScreen({
  project,
  opened,
  votes,
  decisions,
  place,
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
  const { next, progress } = place;
  const { start, taking, take, keep, choose } = useFormStart(draftName, votes, current);
  const { fault, since, store } = useDecision(project, query.id, current?.id, () => {
    dropLocalDraft(draftName);
    router.push(disputePath(project, next, decided + 1));
    router.refresh();
  });
  const keys = useMemo(() => takeKeys(votes.map(({ letter }) => letter)), [votes]);
  const rows = useMemo(
    () => voteRows(votes, query.hits, labelling.gradeKeys),
    [votes, query, labelling.gradeKeys],
  );
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
      header={<DecisionHeader project={project} isAgain={current !== null} place={place} decided={decided} />}
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
            onChoose={choose}
          />
        )
      }
      evidenceKeys={keys}
      showsKeys={!taking}
      announced={announced.join(' ')}
      submitWords={next === undefined ? 'Decide' : 'Decide and next'}
      onChange={keep}
      onSubmit={(label) => void store(label)}
    />
  );
}

function DecisionHeader({
  project,
  isAgain,
  place: { next, progress },
  decided,
}: {
  project: string;
  isAgain: boolean;
  place: DisputePlace;
  decided: number;
}) {
  return (
    <>
      <h1>{isAgain ? 'Decide again' : 'Decide'}</h1>
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
  );
}
