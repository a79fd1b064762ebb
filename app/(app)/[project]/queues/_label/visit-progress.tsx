import { Progress } from '@mantine/core';
import type { QueueCounts } from '#lib/labelling/queue-report-schema.ts';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import classes from './label.module.css';
import type { SessionSnapshot } from './session-snapshot.ts';

/** How far this person is with what they can label here, how far the queue is, and the pace once it says something. */
export function VisitProgress({ counts, visit }: { counts: QueueCounts; visit: SessionSnapshot }) {
  const { done, total, yoursDone, yoursTotal, yoursDoneToday } = counts;
  const pace = itemsAnHour(visit);
  const words = `${formatCount(yoursDone)} of ${formatCount(yoursTotal)} for you`;
  return (
    <>
      <span className={classes.progress}>
        <span>{words}</span>
        <Progress
          value={yoursTotal === 0 ? 0 : (yoursDone / yoursTotal) * 100}
          size="sm"
          w={90}
          aria-label={words}
        />
      </span>
      <span className={classes.quiet}>
        {`${formatCount(done)} of ${countOf(total, 'label')} in the queue`}
      </span>
      {yoursDoneToday > 0 && yoursDoneToday < yoursDone && (
        <span className={classes.quiet}>{`${formatCount(yoursDoneToday)} by you today`}</span>
      )}
      {pace !== undefined && <span className={classes.quiet}>{`${formatCount(pace)} an hour`}</span>}
    </>
  );
}

/** "Item 13 of 30.": which one of those that this person can label is on the screen. */
export function placeWords({ yoursDone, yoursTotal }: QueueCounts): string {
  const place = yoursDone + 1;
  return `Item ${formatCount(place)} of ${formatCount(Math.max(place, yoursTotal))}.`;
}

/** Items an hour of active time; undefined below three items, which say little. */
export function itemsAnHour({
  items,
  activeSeconds,
}: Pick<SessionSnapshot, 'items' | 'activeSeconds'>): number | undefined {
  return items >= 3 && activeSeconds > 0 ? Math.round((items * 3600) / activeSeconds) : undefined;
}
