import { readFileSync } from 'node:fs';

export interface Timing {
  p50Ms: number;
  p95Ms: number;
}

/** Runs `work` `times` times after one warm-up and returns the median and the 95th percentile. */
export async function timed(times: number, work: () => Promise<unknown>): Promise<Timing> {
  await work();
  const durations: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const begin = performance.now();
    await work();
    durations.push(performance.now() - begin);
  }
  return { p50Ms: percentile(durations, 0.5), p95Ms: percentile(durations, 0.95) };
}

/** The smallest value that at least this share of the values does not exceed; 0 without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Resident memory of a process in MiB (Linux). */
export function residentMib(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1] ?? 0) / 1024;
}

/** Share of one core that a process uses while nothing is asked of it, in percent (Linux). */
export async function idleCpuPercent(pid: number, seconds: number): Promise<number> {
  const ticks = () => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = ticks();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return (ticks() - before) / seconds; // 100 ticks a second: ticks a second are percent
}

export function row(name: string, ...cells: (string | number)[]): void {
  const shown = cells.map((cell) =>
    (typeof cell === 'number' ? cell.toFixed(cell < 10 ? 2 : 0) : cell).padStart(20),
  );
  process.stdout.write(`${name.padEnd(34)}${shown.join('')}\n`);
}
