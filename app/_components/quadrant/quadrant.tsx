import { TextLink } from '../text-link.tsx';
import classes from './quadrant.module.css';

export interface QuadrantCell {
  /** What the pair means, in a few words. */
  meaning: string;
  count: number;
  countText: string;
  shareText: string;
  /** Interval of the share, or why there is no share. */
  basisText: string;
  /** How strongly the cell is tinted, 0 to 1. */
  weight: number;
  isGood: boolean;
  href: string;
  /** A part of the cell that has a cause of its own. */
  part?: { text: string; share: number; href: string } | undefined;
}

export interface QuadrantProps {
  caption: string;
  /** Names of the two columns and the two rows. */
  columns: [string, string];
  rows: [string, string];
  /** Row by row. */
  cells: [[QuadrantCell, QuadrantCell], [QuadrantCell, QuadrantCell]];
  /** The shares rest on too little to lean on. */
  isUnsure: boolean;
}

/** Two yes-or-no questions against each other: a table of four cells, each of which opens its rows. */
export function Quadrant({ caption, columns, rows, cells, isUnsure }: QuadrantProps) {
  return (
    <table className={classes.quadrant} data-unsure={isUnsure || undefined}>
      <caption className={classes.caption}>{caption}</caption>
      <thead>
        <tr>
          <td />
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={row}>
            <th scope="row">{row}</th>
            {(cells[i] ?? []).map((cell) => (
              <td key={cell.meaning} className={classes.cell}>
                <Cell cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ cell }: { cell: QuadrantCell }) {
  const tint = { '--cell-tint': `${Math.round(6 + 26 * cell.weight)}%` } as React.CSSProperties;
  return (
    <div className={classes.box} data-good={cell.isGood || undefined} style={tint}>
      <TextLink
        href={cell.href}
        underline="never"
        inherit
        c="inherit"
        prefetch={false}
        className={classes.link}
      >
        <span className={classes.meaning}>{cell.meaning}</span>
        <span className={classes.count}>
          {cell.countText} <span className={classes.share}>{cell.shareText}</span>
        </span>
        <span className={classes.basis}>{cell.basisText}</span>
      </TextLink>
      {cell.part === undefined ? null : (
        <TextLink href={cell.part.href} inherit c="inherit" prefetch={false} className={classes.part}>
          <span
            className={classes.stripe}
            style={{ width: `${Math.max(4, cell.part.share * 100)}%` }}
            aria-hidden
          />
          {cell.part.text}
        </TextLink>
      )}
    </div>
  );
}
