import { clampedCosine } from './unit-vector.ts';
import type { VectorMatch, VectorMetadata } from './vector-store.ts';

const FIRST_ROWS = 1_024;
/** Between turns of the event loop: about 20 ms at 384 dimensions. */
const ROWS_AT_ONCE = 32_768;

/** Unit vectors in one block of memory, and the exact search over them. */
export class VectorMatrix {
  readonly dimensions: number;
  private numbers: Float32Array;
  private readonly rows: { id: string; metadata: VectorMetadata }[] = [];
  private readonly places = new Map<string, number>();

  constructor(dimensions: number, capacity = FIRST_ROWS) {
    this.dimensions = dimensions;
    this.numbers = new Float32Array(dimensions * capacity);
  }

  get bytes(): number {
    return this.numbers.byteLength + this.rows.length * 200 + 1;
  }

  /** For whoever goes on writing while others still read this one. */
  copy(): VectorMatrix {
    const copy = new VectorMatrix(this.dimensions, 0);
    copy.numbers = this.numbers.slice();
    for (const [place, row] of this.rows.entries()) {
      copy.rows.push(row);
      copy.places.set(row.id, place);
    }
    return copy;
  }

  set(id: string, vector: Float32Array, metadata: VectorMetadata): void {
    const place = this.places.get(id) ?? this.rows.length;
    if ((place + 1) * this.dimensions > this.numbers.length) this.grow();
    this.numbers.set(vector, place * this.dimensions);
    this.rows[place] = { id, metadata };
    this.places.set(id, place);
  }

  /** The rows with the highest cosine, the smaller id first where it is equal. Lets others in between. */
  async nearest(
    vector: Float32Array,
    topK: number,
    options: { withVectors?: boolean; signal?: AbortSignal | undefined } = {},
  ): Promise<VectorMatch[]> {
    const best: { place: number; score: number }[] = [];
    const isBefore = (a: { place: number; score: number }, b: { place: number; score: number }) =>
      a.score > b.score || (a.score === b.score && this.idAt(a.place) < this.idAt(b.place));
    for (let from = 0; from < this.rows.length; from += ROWS_AT_ONCE) {
      if (from > 0) await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
      for (let place = from; place < Math.min(from + ROWS_AT_ONCE, this.rows.length); place += 1) {
        const found = { place, score: this.dot(vector, place) };
        const worst = best.at(-1);
        if (best.length >= topK && (worst === undefined || !isBefore(found, worst))) continue;
        const at = best.findIndex((other) => isBefore(found, other));
        best.splice(at === -1 ? best.length : at, 0, found);
        if (best.length > topK) best.pop();
      }
    }
    return best.map(({ place, score }) => ({
      id: this.idAt(place),
      score: clampedCosine(score),
      vector: options.withVectors === true ? this.vectorAt(place) : null,
      metadata: this.rows[place]?.metadata ?? {},
    }));
  }

  private dot(vector: Float32Array, place: number): number {
    const { dimensions, numbers } = this;
    const start = place * dimensions;
    let sum = 0;
    for (let at = 0; at < dimensions; at += 1)
      sum += (vector[at] as number) * (numbers[start + at] as number);
    return sum;
  }

  private vectorAt(place: number): Float32Array {
    return this.numbers.slice(place * this.dimensions, (place + 1) * this.dimensions);
  }

  private idAt(place: number): string {
    return this.rows[place]?.id ?? '';
  }

  private grow(): void {
    const larger = new Float32Array(Math.max(FIRST_ROWS * this.dimensions, this.numbers.length * 2));
    larger.set(this.numbers);
    this.numbers = larger;
  }
}
