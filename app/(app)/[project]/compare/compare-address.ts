import { compareParamsSchema } from '#lib/quality/compare-schema.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { DIMENSIONS, type Dimension } from '#lib/query-log/schema.ts';

/** What each side adds to the filter that both share, or puts in its place. */
export interface ComparedSides {
  a: Filter;
  b: Filter;
}

/** The address of a comparison: the shared filter as on every page, each side's own part as one parameter. */
export function compareHref(project: string, shared: Filter, { a, b }: ComparedSides): string {
  const params = toSearchParams(shared);
  params.set('a', toSearchParams(a).toString());
  params.set('b', toSearchParams(b).toString());
  return `/${project}/compare?${params}`;
}

export const DEFAULT_POINTS = 5;

/** The sides and the difference that a page's address names; null where it names no sides, or one that is no filter. */
export function readComparison(
  rest: Readonly<Record<string, string>>,
  notices: string[],
): { sides: ComparedSides | null; points: number } {
  const shape = compareParamsSchema.shape;
  const points = shape.points.safeParse(rest.points);
  if (!points.success) {
    notices.push('points: a difference between 0.5 and 50 percentage points can be asked for; 5 are taken.');
  }
  const side = (name: 'a' | 'b') => {
    if (rest[name] === undefined) return undefined;
    const parsed = shape[name].safeParse(rest[name]);
    if (!parsed.success) {
      const why = parsed.error.issues[0]?.message ?? 'not a filter';
      notices.push(`Side ${name.toUpperCase()} could not be read (${why}). Choose it again.`);
    }
    return parsed.data;
  };
  const [a, b] = [side('a'), side('b')];
  const isUnread = (rest.a !== undefined && a === undefined) || (rest.b !== undefined && b === undefined);
  return {
    sides: isUnread || (a === undefined && b === undefined) ? null : { a: a ?? {}, b: b ?? {} },
    points: points.data ?? DEFAULT_POINTS,
  };
}

/** Whether the range of the page says nothing, since each side stands for a period of its own. */
export function haveOwnPeriods({ a, b }: ComparedSides): boolean {
  return [a, b].every(({ from, to }) => from !== undefined && to !== undefined);
}

/** What the sides differ in: one dimension, the period, or something that only the address can say. */
export function comparedBy({ a, b }: ComparedSides): Dimension | 'period' | 'other' {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  const [only] = names;
  if (names.size === 1) {
    const dimension = DIMENSIONS.find((name) => name === only);
    if (dimension !== undefined) return dimension;
  }
  return [...names].every((name) => name === 'from' || name === 'to') ? 'period' : 'other';
}
