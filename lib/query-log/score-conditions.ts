import type { Params } from '../platform/query-log-store.ts';
import { type Filter, scoreRange } from './filter.ts';
import { SEEN_SCORES } from './labelled-queries.ts';

/**
 * A condition on `queries AS q` for each name in `filter.score`: one of the query's own scores has a value in one of
 * the ranges, or one of the labels. Needs the parameters `project` and `hidden`.
 */
export function scoreConditions({ score = {} }: Pick<Filter, 'score'>): {
  condition: string;
  bound: Params;
}[] {
  return Object.entries(score).map(([name, wanted = []], i) => {
    const labels = wanted.filter((value) => scoreRange(value) === undefined);
    const bound: Params = { [`score${i}`]: name, [`score${i}Labels`]: labels };
    const ranges = wanted.flatMap((value) => scoreRange(value) ?? []);
    const alternatives = ranges.map(({ low, high }, range) => {
      const bounds = ['isNotNull(value)'];
      const add = (operator: string, end: string, value: number | undefined) => {
        if (value === undefined) return;
        bounds.push(`value ${operator} {score${i}${end}${range}:Float64}`);
        bound[`score${i}${end}${range}`] = value;
      };
      add('>=', 'Low', low);
      add('<=', 'High', high);
      return `(${bounds.join(' AND ')})`;
    });
    alternatives.push(`label IN {score${i}Labels:Array(String)}`);
    const conditions = [
      'project_id = {project:String}',
      "hit_id = ''",
      `name = {score${i}:String}`,
      `(${alternatives.join(' OR ')})`,
      SEEN_SCORES,
    ];
    const condition = `q.query_id IN (SELECT query_id FROM scores WHERE ${conditions.join(' AND ')})`;
    return { condition, bound };
  });
}
