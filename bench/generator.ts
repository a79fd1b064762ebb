/** A stream of queries whose every count is known from their numbers alone: same number, same query, anywhere. */

const DAYS = 90;
const DAY_MS = 24 * 3600 * 1000;
const CHUNKS = 20_000;
const HITS = 5;
const MODELS = ['small-1', 'small-2', 'large-1'];
const INDEX_VERSIONS = ['v1', 'v2', 'v3'];
const WORDS =
  'backup restore quota invoice key server region error token limit plan user group policy retention snapshot transfer folder share link device sync proxy certificate domain record mail alert report export import schedule'.split(
    ' ',
  );

/** Scrambles a number into 32 bits (the finaliser of MurmurHash3), so that neighbours look unrelated. */
function scramble(n: number): number {
  let h = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function words(seed: number, count: number): string {
  return Array.from({ length: count }, (_, i) => WORDS[scramble(seed * 131 + i) % WORDS.length]).join(' ');
}

export function chunkText(chunk: number): string {
  return `Section ${chunk}. ${words(chunk + 7, 90)}.`;
}

export const isZeroHit = (i: number): boolean => scramble(i + 1) % 25 === 0;
export const isFailedRetrieval = (i: number): boolean => scramble(i + 2) % 200 === 0;
export const modelOf = (i: number): string => MODELS[scramble(i + 3) % MODELS.length] ?? '';

/** Query `i` of `total`, in the form of POST /api/v1/queries: about 5 KB, evenly spread over 90 days. */
export function generatedQuery(i: number, total: number, endsAtMs: number): Record<string, unknown> {
  const failed = isFailedRetrieval(i);
  const hits = isZeroHit(i) || failed ? [] : Array.from({ length: HITS }, (_, rank) => hitOf(i, rank));
  return {
    id: `bench-${String(i).padStart(9, '0')}`,
    startedAt: startedAtMs(i, total, endsAtMs),
    question: `How does ${words(i, 8)} work in case ${i}?`,
    hits,
    ...(failed ? { error: { stage: 'retrieval', type: 'timeout', message: 'index did not answer' } } : {}),
    answer: failed ? null : `It works like this: ${words(i + 5, 60)} [1].`,
    topK: HITS,
    model: modelOf(i),
    promptVersion: 'p1',
    retriever: 'bench',
    indexVersion: INDEX_VERSIONS[Math.floor((i / total) * INDEX_VERSIONS.length)],
    environment: 'bench',
    latency: { retrievalMs: 20 + (scramble(i) % 200), generationMs: 300 + (scramble(i + 9) % 2000) },
    tokens: { input: 900, output: 120 },
    sessionId: `s-${Math.floor(i / 3)}`,
  };
}

function hitOf(i: number, rank: number): Record<string, unknown> {
  const chunk = scramble(i * HITS + rank) % CHUNKS;
  return {
    id: `doc-${chunk}`,
    text: chunkText(chunk),
    source: `docs/${chunk % 400}.md`,
    score: 0.95 - rank * 0.07,
  };
}

export function startedAtMs(i: number, total: number, endsAtMs: number): number {
  return Math.floor(endsAtMs - DAYS * DAY_MS + ((i + 0.5) / total) * DAYS * DAY_MS);
}

export interface OwnCount {
  queries: number;
  zeroHits: number;
  failedRetrievals: number;
  byModel: Record<string, number>;
}

/** What any page must say about the first `total` queries; counted here, not asked of the store. */
export function ownCount(total: number): OwnCount {
  const count: OwnCount = { queries: total, zeroHits: 0, failedRetrievals: 0, byModel: {} };
  for (let i = 0; i < total; i += 1) {
    if (isFailedRetrieval(i)) count.failedRetrievals += 1;
    else if (isZeroHit(i)) count.zeroHits += 1;
    const model = modelOf(i);
    count.byModel[model] = (count.byModel[model] ?? 0) + 1;
  }
  return count;
}
