import type { TimeMarker } from './series.ts';

export interface MarkerLabel {
  /** Epoch ms. */
  at: number;
  /** As much of the label as there is room for; empty where there is none. */
  text: string;
  /** Which side of the line the text stands on: `start` right of it. */
  anchor: 'start' | 'end';
}

/** Pixels of a letter at 11 px, on the safe side. */
const LETTER = 6.2;
const GAP = 8;
const FEWEST_LETTERS = 4;

/**
 * Labels beside their lines, on the side with more room, each cut where the next line or label begins.
 * `x` gives the pixel of a time, `width` how many pixels there are.
 */
export function markerLabels(
  markers: readonly TimeMarker[],
  x: (at: number) => number,
  width: number,
): MarkerLabel[] {
  const ordered = markers.map(({ at, label }) => ({ at: Date.parse(at), label })).sort((a, b) => a.at - b.at);
  let taken = 0;
  return ordered.map(({ at, label }, i) => {
    const here = x(at);
    const next = ordered[i + 1];
    const right = (next === undefined ? width : x(next.at)) - here;
    const left = here - taken;
    const needed = label.length * LETTER + GAP;
    const anchor = right >= needed || right >= left ? 'start' : 'end';
    const text = fitted(label, (anchor === 'start' ? right : left) - GAP);
    taken = here + (anchor === 'start' ? text.length * LETTER + GAP : 0);
    return { at, text, anchor };
  });
}

function fitted(label: string, room: number): string {
  const letters = Math.floor(room / LETTER);
  if (letters >= label.length) return label;
  return letters < FEWEST_LETTERS ? '' : `${label.slice(0, letters - 1).trimEnd()}…`;
}
