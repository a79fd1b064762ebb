export interface SeriesStyle {
  /** CSS colour for both schemes; at least 4.5 : 1 on the page. */
  colour: string;
  dash: string;
  /** SVG path around (0, 0), about nine units wide. */
  marker: string;
}

/**
 * The light colours are near-equal in lightness, so dash and marker carry the difference too. The last style is for
 * "other". Dots are kept for unfinished buckets.
 */
const STYLES: readonly SeriesStyle[] = [
  { colour: 'light-dark(#0072b2, #56b4e9)', dash: '', marker: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0' },
  { colour: 'light-dark(#c24e00, #e69f00)', dash: '8 3', marker: 'M-3.6 -3.6h7.2v7.2h-7.2z' },
  { colour: 'light-dark(#00805d, #2fc79a)', dash: '4 3', marker: 'M0 -4.8L4.6 3.4H-4.6z' },
  { colour: 'light-dark(#a8548a, #e08fc0)', dash: '10 3 3 3', marker: 'M0 -5L4.6 0L0 5L-4.6 0z' },
  { colour: 'light-dark(#946500, #f0e442)', dash: '14 4', marker: 'M0 4.8L4.6 -3.4H-4.6z' },
  {
    colour: 'light-dark(#475569, #a3b1c6)',
    dash: '6 2 2 2 2 2',
    marker: 'M-1.4 -4.6h2.8v3.2h3.2v2.8h-3.2v3.2h-2.8v-3.2h-3.2v-2.8h3.2z',
  },
  { colour: 'light-dark(#5c636b, #9aa1a9)', dash: '3 2', marker: 'M-4.6 -1.6h9.2v3.2h-9.2z' },
];

/** Too few to be sure: 3 : 1 against the page in both schemes. */
export const UNSURE_COLOUR = 'light-dark(#868e96, #8a929a)';
export const UNFINISHED_DASH = '0.5 4';
export const OTHER_SLOT = STYLES.length - 1;

export function seriesStyle(slot: number): SeriesStyle {
  return STYLES[Math.min(slot, OTHER_SLOT)] ?? { colour: 'currentColor', dash: '', marker: '' };
}
