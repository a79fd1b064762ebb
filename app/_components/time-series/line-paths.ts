import { hasBand, isDrawn, type SeriesLine, type SeriesPoint, type TimeBucket } from './series.ts';

export interface Scales {
  x: (bucket: number) => number;
  y: (value: number) => number;
}

export type StrokeKind = 'sure' | 'unsure' | 'unfinished';

export interface LinePath {
  kind: StrokeKind;
  d: string;
}

/**
 * Straight pieces between neighbouring buckets that both have a value; a gap stays a gap. Pieces of one kind that
 * follow each other are one path, so that their dashes run on.
 */
export function linePaths(line: SeriesLine, buckets: readonly TimeBucket[], scales: Scales): LinePath[] {
  const paths: LinePath[] = [];
  let end = -1;
  for (const [a, b] of neighbours(line.points)) {
    if (!isDrawn(a) || !isDrawn(b)) continue;
    const kind = strokeKind(a, b, buckets);
    const last = paths.at(-1);
    const to = `L${place(b.bucket, b.value, scales)}`;
    if (last !== undefined && last.kind === kind && end === a.bucket) last.d += to;
    else paths.push({ kind, d: `M${place(a.bucket, a.value, scales)}${to}` });
    end = b.bucket;
  }
  return paths;
}

function strokeKind(a: SeriesPoint, b: SeriesPoint, buckets: readonly TimeBucket[]): StrokeKind {
  if (buckets[a.bucket]?.partial || buckets[b.bucket]?.partial) return 'unfinished';
  return a.display === 'grey' || b.display === 'grey' ? 'unsure' : 'sure';
}

/** One closed path around the intervals of each run of buckets; a bucket alone is a bar of its own. */
export function bandPath(line: SeriesLine, scales: Scales): string {
  return bandRuns(line.points)
    .map((run) => {
      const first = run[0];
      if (first !== undefined && run.length === 1) {
        const x = scales.x(first.bucket);
        return `M${round(x - 3)} ${round(scales.y(first.upper))}h6V${round(scales.y(first.lower))}h-6Z`;
      }
      const top = run.map((point) => place(point.bucket, point.upper, scales));
      const bottom = run.toReversed().map((point) => place(point.bucket, point.lower, scales));
      return `M${[...top, ...bottom].join('L')}Z`;
    })
    .join('');
}

function bandRuns(points: readonly SeriesPoint[]) {
  const runs: (SeriesPoint & { lower: number; upper: number })[][] = [];
  for (const point of points) {
    if (!hasBand(point)) continue;
    const run = runs.at(-1);
    if (run?.at(-1)?.bucket === point.bucket - 1) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

function neighbours(points: readonly SeriesPoint[]): [SeriesPoint, SeriesPoint][] {
  return points.flatMap((point, i): [SeriesPoint, SeriesPoint][] => {
    const next = points[i + 1];
    return next?.bucket === point.bucket + 1 ? [[point, next]] : [];
  });
}

function place(bucket: number, value: number, { x, y }: Scales): string {
  return `${round(x(bucket))} ${round(y(value))}`;
}

const round = (pixels: number) => Math.round(pixels * 10) / 10;

/** Heights for labels that want to stand at `wanted`, at least `gap` apart and inside [top, bottom] where they fit. */
export function spreadLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  let floor = top;
  for (const label of order) {
    label.y = Math.max(label.y, floor);
    floor = label.y + gap;
  }
  let ceiling = bottom;
  for (const label of order.toReversed()) {
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  const placed = new Array<number>(wanted.length).fill(0);
  for (const { y, i } of order) placed[i] = y;
  return placed;
}
