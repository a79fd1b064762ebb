import { Progress } from '@mantine/core';
import type { QueueCounts } from '#lib/labelling/queue-report-schema.ts';
import { formatCount } from '../../../../_components/number-format.ts';
import classes from './label.module.css';
import type { SessionSnapshot } from './label-session.ts';

/** "12 of 50", a bar, and the pace of this visit once it says something. What is being stored is counted. */
export function VisitProgress({ counts, visit }: { counts: QueueCounts; visit: SessionSnapshot }) {
  const { total } = counts;
  const done = Math.min(counts.done + visit.sending, total);
  const pace = itemsAnHour(visit);
  return (
    <>
      <span className={classes.progress}>
        <span>{`${formatCount(done)} of ${formatCount(total)} labelled`}</span>
        <Progress
          value={total === 0 ? 0 : (done / total) * 100}
          size="sm"
          w={110}
          aria-label={`${done} of ${total} labelled`}
        />
      </span>
      {counts.yoursDoneToday > 0 && (
        <span className={classes.quiet}>{`${formatCount(counts.yoursDoneToday)} by you today`}</span>
      )}
      {pace !== undefined && <span className={classes.quiet}>{`${formatCount(pace)} an hour`}</span>}
    </>
  );
}

/** Items an hour of active time; undefined below three items, which say little. */
export function itemsAnHour({ items, activeSeconds }: SessionSnapshot): number | undefined {
  return items >= 3 && activeSeconds > 0 ? Math.round((items * 3600) / activeSeconds) : undefined;
}
