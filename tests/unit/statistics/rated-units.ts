import type { RatedUnit, Rating } from '#lib/statistics/rated-unit.ts';

/** Units from a matrix with a row for each reviewer; null where there is no rating. Each unit is its own item. */
export function unitsOf<V extends Rating>(rows: readonly (readonly (V | null)[])[]): RatedUnit<V>[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, unit) => ({
    item: `item ${unit}`,
    ratings: new Map(
      rows.flatMap((row, reviewer): [string, V][] => {
        const value = row[unit] ?? null;
        return value === null ? [] : [[`reviewer ${reviewer}`, value]];
      }),
    ),
  }));
}

/** Digits as ratings, anything else as none: "12.3" of one reviewer for four units. */
export function digits(row: string): (number | null)[] {
  return [...row.replaceAll(' ', '')].map((sign) => (/\d/.test(sign) ? Number(sign) : null));
}
