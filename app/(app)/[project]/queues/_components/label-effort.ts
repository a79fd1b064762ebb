import { expectedHalfWidth } from '#lib/statistics/label-sample-size.ts';

/** How long `items` take, in words: "about 40 min", "about 2 h 15 min". */
export function effortWords(items: number, secondsAnItem: number): string {
  const minutes = Math.max(1, Math.round((items * secondsAnItem) / 60));
  if (minutes < 60) return `about ${minutes} min`;
  const rounded = Math.round(minutes / 5) * 5;
  const rest = rounded % 60;
  return `about ${Math.floor(rounded / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** How far, in percentage points, a rate from `items` labels may lie from the truth at worst (at 50 %). */
export function surenessPoints(items: number): number {
  return Math.round(expectedHalfWidth(items, 0.5) * 100);
}
