import type { Context } from '../../platform/context.ts';
import type { Filter } from '../filter.ts';
import { type FilterSql, filterSql } from '../filter-sql.ts';
import { hiddenLabels } from './hidden-labels.ts';

/**
 * The filter as a condition for a person, by default the one who asks: what people and judges said of queries that
 * they must still judge unseen does not show, neither here nor in what is read with the condition's parameters.
 */
export async function filterCondition(ctx: Context, filter: Filter, personId?: string): Promise<FilterSql> {
  return filterSql(ctx.project, filter, await hiddenLabels(ctx, personId));
}
