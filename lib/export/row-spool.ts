import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { FormatRow } from './format.ts';
import { numberOfText } from './number-of-text.ts';

const WINDOW_BYTES = 2 ** 20;

/**
 * Rows in the order in which they are read from the stores, kept on disk until they can be written in the order of
 * their queries. In memory is only where each lies: 33 bytes a row.
 */
export class RowSpool {
  private readonly paths: string[] = [];
  private readonly columns = {
    rank: new Column(),
    path: new Column(),
    offset: new Column(),
    bytes: new Column(),
  };
  private readonly keys = new Column();
  private order = new Float64Array();
  private size = 0;
  private isRemoved = false;
  private readonly path: string;
  private readonly file: FileHandle;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.file = file;
  }

  /** The file must not exist. */
  static async create(path: string): Promise<RowSpool> {
    return new RowSpool(path, await open(path, 'wx', 0o600));
  }

  /** Adds the rows of some queries. */
  async append(rows: readonly (FormatRow & { rank: number })[]): Promise<void> {
    if (rows.length === 0) return;
    const texts = rows.map(({ text }) => Buffer.from(text, 'utf8'));
    await this.file.writeFile(Buffer.concat(texts));
    rows.forEach(({ rank, path, onceKey }, i) => {
      const bytes = texts[i]?.byteLength ?? 0;
      this.columns.rank.push(rank);
      this.columns.path.push(this.numberOf(path));
      this.columns.offset.push(this.size);
      this.columns.bytes.push(bytes);
      this.keys.push(onceKey === undefined ? -1 : numberOfText(`${path}\0${onceKey}`));
      this.size += bytes;
    });
  }

  private numberOf(path: string): number {
    const known = this.paths.indexOf(path);
    return known >= 0 ? known : this.paths.push(path) - 1;
  }

  /**
   * Decides the order: by rank, and among the rows of one query that in which it gave them. Of rows of a file with the
   * same key only the first stays. Returns the ranks that have a row, ascending.
   */
  settle(): Set<number> {
    const { rank } = this.columns;
    // Rank and place fit into the 53 bits of a number, and sort as one.
    const places = 2 ** Math.ceil(Math.log2(rank.length + 1));
    const order = Float64Array.from({ length: rank.length }, (_, i) => rank.at(i) * places + i).sort();
    const taken = new Set<number>();
    const ranks = new Set<number>();
    this.order = order
      .map((value) => value % places)
      .filter((i) => {
        const key = this.keys.at(i);
        if (key >= 0 && taken.has(key)) return false;
        if (key >= 0) taken.add(key);
        ranks.add(rank.at(i));
        return true;
      });
    return ranks;
  }

  /** The paths of all files that have rows. */
  filledPaths(): string[] {
    const numbers = new Set<number>();
    for (const i of this.order) numbers.add(this.columns.path.at(i));
    return [...numbers].map((number) => this.paths[number] ?? '');
  }

  /** The rows of a file, in order. A buffer is good until the next one is asked for. */
  *rowsOf(path: string): Generator<Buffer> {
    const wanted = this.paths.indexOf(path);
    const file = openSync(this.path, 'r');
    try {
      const window = { buffer: Buffer.alloc(WINDOW_BYTES), from: 0, filled: 0 };
      for (const i of this.order)
        if (this.columns.path.at(i) === wanted)
          yield read(file, window, this.columns.offset.at(i), this.columns.bytes.at(i));
    } finally {
      closeSync(file);
    }
  }

  /** Safe to call again. */
  async remove(): Promise<void> {
    if (this.isRemoved) return;
    this.isRemoved = true;
    await this.file.close();
    await rm(this.path, { force: true });
  }
}

/** Neighbours in the spool are read together: ids that rise with time are neighbours. */
function read(
  file: number,
  window: { buffer: Buffer; from: number; filled: number },
  offset: number,
  bytes: number,
): Buffer {
  if (bytes > WINDOW_BYTES) {
    const large = Buffer.alloc(bytes);
    readSync(file, large, 0, bytes, offset);
    return large;
  }
  if (offset < window.from || offset + bytes > window.from + window.filled) {
    window.from = offset;
    window.filled = readSync(file, window.buffer, 0, WINDOW_BYTES, offset);
  }
  return window.buffer.subarray(offset - window.from, offset - window.from + bytes);
}

/** Numbers, added one by one. */
class Column {
  length = 0;
  private values = new Float64Array(1024);

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  at(place: number): number {
    return this.values[place] ?? 0;
  }
}
