'use client';
import { ActionButton } from './action-button.tsx';
import classes from './label.module.css';
import { type LabelAction, labelOf } from './label-keys.ts';

const REASONS = ['skip-subject', 'skip-unclear', 'skip-access', 'skip-other'] as const;

/** Why an item is skipped, one key each, or that it is no real query at all. */
export function SkipPanel({ act }: { act: (action: LabelAction) => void }) {
  return (
    <div className={classes.asked}>
      <fieldset className={classes.plain}>
        <legend className={classes.legend}>Why do you skip it?</legend>
        <div className={classes.choices}>
          {REASONS.map((action) => (
            <ActionButton key={action} action={action} words={labelOf(action)} act={act} />
          ))}
          <ActionButton action="skip" words="No reason" act={act} />
          <ActionButton action="remove" words={labelOf('remove')} act={act} />
          <ActionButton action="skip-cancel" words="Stay" act={act} />
        </div>
      </fieldset>
    </div>
  );
}
