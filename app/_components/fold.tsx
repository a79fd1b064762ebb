import type { ReactNode } from 'react';
import classes from './fold.module.css';

/** Content that is shown on request; works without scripts, and the browser's own search opens it. */
export function Fold({
  summary,
  children,
  open = false,
}: {
  summary: ReactNode;
  children: ReactNode;
  open?: boolean;
}) {
  return (
    <details className={classes.fold} open={open}>
      <summary className={classes.summary}>{summary}</summary>
      <div className={classes.content}>{children}</div>
    </details>
  );
}
