import { type ChunkGrade, chunkGrades, type Hit } from './grade-keys.ts';
import type { LabelInput } from './schema.ts';

/** What is wrong with a label in the light of its query, as a sentence for whoever sent it. */
export interface LabelFault {
  code: 'invalid' | 'not_found' | 'forbidden';
  path: string;
  message: string;
}

/** A label's grades by chunk, or why they do not fit the query. `knownChunks` holds the missing document's chunk. */
export function gradedLabel(
  query: { hits: readonly Hit[] },
  label: LabelInput,
  knownChunks: ReadonlySet<string>,
): { grades: ChunkGrade[] } | LabelFault {
  const { grades, unknown } = chunkGrades(query.hits, label.grades, label.bulkGrades);
  const [first] = unknown;
  if (first !== undefined) {
    const path = Object.hasOwn(label.grades, first) ? `grades.${first}` : 'bulkGrades';
    const message = path === 'bulkGrades' ? `${first} has no grade` : `${first} is not a hit of this query`;
    return { code: 'invalid', path, message };
  }
  const missing = label.missingDocument?.chunk;
  if (missing === undefined) return { grades };
  const path = 'missingDocument.chunk';
  if (query.hits.some((hit) => hit.chunk === missing))
    return { code: 'invalid', path, message: 'is a hit of this query; grade that hit instead' };
  if (!knownChunks.has(missing)) return { code: 'not_found', path, message: 'no known chunk has this hash' };
  return { grades };
}
