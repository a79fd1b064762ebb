import { z } from 'zod';
import { readResolvedGrades } from '../../labelling/queries/resolved-grades.ts';
import type { Context } from '../../platform/context.ts';

/** What was graded for some questions, whichever query or document it was. */
export interface QuestionPassages {
  /** Every graded chunk of a question, in the order of their hashes. */
  chunksOf(questionHash: string): readonly string[];
  /** Null while nobody graded it. */
  gradeOf(questionHash: string, chunk: string): number | null;
  /** Id and title of a graded chunk that is no hit of the query at hand; empty where none is known. */
  nameOf(chunk: string): { id: string; title: string };
}

interface AskedRow {
  question_hash: string;
  hit_chunks: readonly string[];
}

export async function readPassages(ctx: Context, rows: readonly AskedRow[]): Promise<QuestionPassages> {
  const questions = [...new Set(rows.map((row) => row.question_hash))];
  const grades = await readResolvedGrades(ctx.stores.controlPlane.prisma, ctx.project.id, questions);
  const byQuestion = new Map<string, Map<string, number>>();
  for (const { questionHash, chunkHash, grade } of grades) {
    const chunks = byQuestion.get(questionHash) ?? new Map<string, number>();
    byQuestion.set(questionHash, chunks.set(chunkHash, grade));
  }
  const hits = new Set(rows.flatMap((row) => row.hit_chunks));
  const elsewhere = grades.filter(({ chunkHash }) => !hits.has(chunkHash));
  const names = await readNames(ctx, elsewhere);
  return {
    chunksOf: (questionHash) => [...(byQuestion.get(questionHash)?.keys() ?? [])].sort(),
    gradeOf: (questionHash, chunk) => byQuestion.get(questionHash)?.get(chunk) ?? null,
    nameOf: (chunk) => names.get(chunk) ?? { id: '', title: '' },
  };
}

const nameSchema = z.object({ chunk: z.string(), id: z.string(), title: z.string() });
type Named = z.output<typeof nameSchema>;

/** From the registered corpus, else from another query that asked the same and had the chunk among its hits. */
async function readNames(
  ctx: Context,
  grades: readonly { questionHash: string; chunkHash: string }[],
): Promise<Map<string, Named>> {
  if (grades.length === 0) return new Map();
  const params = {
    project: ctx.project.id,
    chunks: [...new Set(grades.map(({ chunkHash }) => chunkHash))],
    questions: [...new Set(grades.map(({ questionHash }) => questionHash))],
  };
  const [registered, asHits] = await Promise.all([
    ctx.stores.queryLog.rows(
      nameSchema,
      `SELECT chunk_hash AS chunk, min(chunk_id) AS id, min(title) AS title FROM corpus
       WHERE project_id = {project:String} AND chunk_hash IN {chunks:Array(String)} GROUP BY chunk_hash`,
      params,
    ),
    ctx.stores.queryLog.rows(
      nameSchema,
      `SELECT hit.1 AS chunk, min(hit.2) AS id, min(hit.3) AS title
       FROM queries ARRAY JOIN arrayZip(hit_chunks, hit_ids, hit_titles) AS hit
       WHERE project_id = {project:String} AND question_hash IN {questions:Array(String)}
         AND hit.1 IN {chunks:Array(String)} GROUP BY hit.1`,
      params,
    ),
  ]);
  return new Map([...asHits, ...registered].map((named) => [named.chunk, named]));
}
