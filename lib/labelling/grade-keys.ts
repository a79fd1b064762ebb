/** The hits of a query, as far as grading looks at them, in the retriever's order. */
export interface Hit {
  id: string;
  chunk: string;
}

export interface ChunkGrade {
  chunk: string;
  grade: number;
  bulk: boolean;
}

/** The name of each hit's grade: its id, or its chunk hash where hits with other text have the same id. */
export function gradeKeys(hits: readonly Hit[]): string[] {
  return hits.map((hit) =>
    hits.some((other) => other.id === hit.id && other.chunk !== hit.chunk) ? hit.chunk : hit.id,
  );
}

/** Grades by chunk as grades by the hits' keys. */
export function gradesByKey<G>(hits: readonly Hit[], byChunk: ReadonlyMap<string, G>): Record<string, G> {
  const keys = gradeKeys(hits);
  return Object.fromEntries(
    hits.flatMap(({ chunk }, place) => {
      const [grade, key] = [byChunk.get(chunk), keys[place]];
      return grade === undefined || key === undefined ? [] : [[key, grade]];
    }),
  );
}

/**
 * Grades by hit as grades by chunk. A key is a hit id (all hits of that id) or a chunk hash. Hits with the same
 * text are one chunk and share the highest grade given; one set by hand wins over one set in bulk. `unknown` are
 * keys that fit no hit.
 */
export function chunkGrades(
  hits: readonly Hit[],
  grades: Readonly<Record<string, number>>,
  bulkKeys: readonly string[] = [],
): { grades: ChunkGrade[]; unknown: string[] } {
  const bulk = new Set(bulkKeys);
  const byChunk = new Map<string, ChunkGrade>();
  const unknown = bulkKeys.filter((key) => !Object.hasOwn(grades, key));
  for (const [key, grade] of Object.entries(grades)) {
    const byId = hits.filter((hit) => hit.id === key);
    const named = byId.length > 0 ? byId : hits.filter((hit) => hit.chunk === key);
    if (named.length === 0) unknown.push(key);
    for (const { chunk } of named) {
      const given = { chunk, grade, bulk: bulk.has(key) };
      const earlier = byChunk.get(chunk);
      if (earlier === undefined || outranks(given, earlier)) byChunk.set(chunk, given);
    }
  }
  return { grades: [...byChunk.values()], unknown };
}

function outranks(a: ChunkGrade, b: ChunkGrade): boolean {
  return a.bulk === b.bulk ? a.grade > b.grade : b.bulk;
}
