import { RATED, type Rated } from '#lib/labelling/agreement-schema.ts';
import type { PageSearchParams } from '../../../_server/page-filter.ts';

export interface AgreementParams {
  queue: string | undefined;
  rated: Rated;
  /** A cell of the confusion table as the URL names it; the table may have no such cell. */
  cell: string | undefined;
  /** A sentence for every value that was left out. */
  notices: string[];
}

export function readAgreementParams(sent: PageSearchParams, queueIds: readonly string[]): AgreementParams {
  const first = (name: string) => [sent[name]].flat()[0] || undefined;
  const notices: string[] = [];
  const asked = first('queue');
  const queue = queueIds.find((id) => id === asked);
  if (asked !== undefined && queue === undefined)
    notices.push('The queue in the address is not one of this project; labels of all queues are shown.');
  const askedRated = first('rated');
  const rated = RATED.find((name) => name === askedRated);
  if (askedRated !== undefined && rated === undefined)
    notices.push('The table in the address is none of verdict, failure and grades; verdicts are shown.');
  return { queue, rated: rated ?? 'verdict', cell: first('cell'), notices };
}
