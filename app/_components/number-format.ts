const count = new Intl.NumberFormat('en-GB');
const score = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });

/** 1234 -> "1,234". */
export function formatCount(value: number): string {
  return count.format(value);
}

/** "1 query", "1,234 queries". */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

export function formatScore(value: number): string {
  return score.format(value);
}

/** Milliseconds as "0.4 ms", "85 ms", "1.25 s", "2 min 5 s", "3 h 20 min" or "5 d 4 h". */
export function formatMs(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? score.format(ms) : Math.round(ms)} ms`;
  if (ms < 60_000) return `${score.format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const cents = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const significant = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 });

/** US dollars: two digits after the point, or two significant ones below ten cents. */
export function formatUsd(usd: number): string {
  return `$${usd !== 0 && Math.abs(usd) < 0.1 ? significant.format(usd) : cents.format(usd)}`;
}
