import { seriesStyle } from './series-style.ts';

/** A piece of a line with its marker: what a legend and a tooltip put before a name. */
export function SeriesGlyph({ slot }: { slot: number }) {
  const { colour, dash, marker } = seriesStyle(slot);
  return (
    <svg width="26" height="12" viewBox="-13 -6 26 12" aria-hidden="true" style={{ flex: 'none' }}>
      <line x1="-13" x2="13" strokeWidth="2" strokeDasharray={dash} style={{ stroke: colour }} />
      <path d={marker} style={{ fill: colour }} />
    </svg>
  );
}
