'use client';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { LabellingView } from '#lib/labelling/schema.ts';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { ActionButton } from './action-button.tsx';
import { HitCard } from './hit-card.tsx';
import classes from './label.module.css';
import type { LabelAction } from './label-keys.ts';
import type { useLabelForm } from './use-label-form.ts';

/** The hits in the retriever's order, with how many are graded and what goes for all of them. */
export function HitsPanel({
  query,
  labelling,
  terms,
  form,
}: {
  query: QueryDetail;
  labelling: LabellingView;
  terms: readonly string[];
  form: Pick<
    ReturnType<typeof useLabelForm>,
    'state' | 'focused' | 'setFocused' | 'expanded' | 'asking' | 'act'
  >;
}) {
  const { state, act } = form;
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const actOnHit = useCallback((action: LabelAction, hit: number) => latest.current(action, hit), []);
  const bulk = useMemo(() => new Set(state.bulkGrades), [state.bulkGrades]);
  const graded = labelling.gradeKeys.filter((key) => state.grades[key] !== undefined).length;
  const allGraded = graded === query.hits.length;

  return (
    <section className={classes.section} aria-labelledby="hits">
      <div className={classes.hitsHead}>
        <h2 id="hits">
          {query.hits.length === 0
            ? 'Hits'
            : `${countOf(query.hits.length, 'hit')}, ${graded === 0 ? 'none' : graded} graded`}
        </h2>
        <span className={classes.spring} />
        {query.hits.length > 0 && (
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
      <ol className={classes.hits}>
        {query.hits.map((hit, i) => {
          const key = labelling.gradeKeys[i] ?? hit.id;
          const grade = state.grades[key];
          const repeated =
            grade !== undefined && labelling.own === null && labelling.prefilled[key] === grade;
          return (
            <HitCard
              key={hit.rank}
              hit={hit}
              terms={terms}
              grade={grade}
              origin={bulk.has(key) ? 'bulk' : repeated ? 'prefilled' : undefined}
              focused={form.focused === i}
              digits={!form.asking}
              expanded={form.expanded.has(i)}
              act={actOnHit}
              onFocus={form.setFocused}
            />
          );
        })}
      </ol>
    </section>
  );
}

function whyNoHits({ error, retrieved }: QueryDetail): string {
  if (error?.stage === 'retrieval') return `Retrieval failed: ${error.message}`;
  return retrieved ? 'Retrieval ran and found nothing.' : 'This query was answered without retrieval.';
}
