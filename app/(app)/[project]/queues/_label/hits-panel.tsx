'use client';
import { startTransition, useDeferredValue, useEffect, useId, useMemo, useState } from 'react';
import type { LabellingView } from '#lib/labelling/schema.ts';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { ActionButton } from './action-button.tsx';
import { HitCard } from './hit-card.tsx';
import classes from './label.module.css';
import type { LabelAsks } from './label-asks.ts';
import { preparedHits } from './prepared-hits.ts';
import type { useLabelForm } from './use-label-form.ts';

/** The style sheet counts them too. */
const FIRST_HITS = 4;

/** The hits in the retriever's order, with how many are graded and what goes for all of them. */
export function HitsPanel({
  query,
  labelling,
  asks,
  form,
}: {
  query: QueryDetail;
  labelling: LabellingView;
  asks: LabelAsks;
  form: Pick<
    ReturnType<typeof useLabelForm>,
    'state' | 'focused' | 'setFocused' | 'expanded' | 'mode' | 'act'
  >;
}) {
  const { state, act } = form;
  const heading = useId();
  const settled = useSettled();
  const bulk = useMemo(() => new Set(state.bulkGrades), [state.bulkGrades]);
  const prepare = preparedHits(query);
  // The first hits are what is looked at first; the others follow a moment later.
  const drawn = useDeferredValue(query.hits.length, FIRST_HITS);
  const graded = labelling.gradeKeys.filter((key) => state.grades[key] !== undefined).length;
  const allGraded = graded === query.hits.length;

  return (
    <section className={classes.section} aria-labelledby={heading}>
      <div className={classes.hitsHead}>
        <h2 id={heading}>{headOf(query.hits.length, asks.grades ? graded : undefined)}</h2>
        <span className={classes.spring} />
        {asks.grades && query.hits.length > 0 && (
          <ActionButton
            action="rest-irrelevant"
            words={allGraded && bulk.size > 0 ? 'Undo: the rest is irrelevant' : 'The rest is irrelevant'}
            disabled={allGraded && bulk.size === 0}
            act={act}
          />
        )}
        <ActionButton
          action="nothing-to-find"
          words="Nothing to find"
          pressed={state.nothingToFind}
          act={act}
        />
      </div>
      {query.hits.length === 0 && <p className={classes.quiet}>{whyNoHits(query)}</p>}
      <ol
        className={classes.hits}
        data-digits={form.mode === undefined || undefined}
        data-settled={settled || undefined}
      >
        {query.hits.slice(0, drawn).map((hit, i) => {
          const key = labelling.gradeKeys[i] ?? hit.id;
          const grade = state.grades[key];
          const repeated =
            grade !== undefined && labelling.own === null && labelling.prefilled[key] === grade;
          return (
            <HitCard
              key={hit.rank}
              hit={hit}
              prepare={prepare}
              showsScore={!asks.hidesMachine}
              grade={asks.grades ? grade : null}
              origin={asks.grades ? (bulk.has(key) ? 'bulk' : repeated ? 'prefilled' : undefined) : undefined}
              focused={form.focused === i}
              expanded={form.expanded.has(i)}
              act={act}
              onFocus={form.setFocused}
            />
          );
        })}
      </ol>
    </section>
  );
}

/** Whether the form has been on the screen for a frame. */
function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setSettled(true)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return settled;
}

function headOf(hits: number, graded: number | undefined): string {
  if (hits === 0) return 'Hits';
  return `${countOf(hits, 'hit')}${graded === undefined ? '' : `, ${graded === 0 ? 'none' : graded} graded`}`;
}

function whyNoHits({ error, retrieved }: QueryDetail): string {
  if (error?.stage === 'retrieval') return `Retrieval failed: ${error.message}`;
  return retrieved ? 'Retrieval ran and found nothing.' : 'This query was answered without retrieval.';
}
