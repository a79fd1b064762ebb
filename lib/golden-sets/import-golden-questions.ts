import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { questionHash } from '../query-log/question-hash.ts';
import { createGoldenSet } from './create-golden-set.ts';
import { importedBeir } from './imported-beir.ts';
import { importedCsv } from './imported-csv.ts';
import { importedJsonl } from './imported-jsonl.ts';
import { readGoldenVersion } from './queries/golden-questions.ts';
import { addVersion } from './save-golden-set.ts';
import {
  type GoldenQuestionInput,
  type GoldenQuestionView,
  importGoldenQuestionsSchema,
  type SavedVersion,
} from './schema.ts';
import { zipTexts } from './zip-texts.ts';

const BEIR_FILES = /(^|\/)(queries\.jsonl|qrels[^/]*(\/[^/]+)?\.tsv|(train|dev|validation|test)\.tsv)$/;

/**
 * Makes a set of the questions of a file, or gives a set a version with them: a question that it asks already is
 * changed where the file says something else, and keeps what the file says nothing of. All or nothing. Throws `invalid`
 * with file and line, and what `createGoldenSet` and `saveGoldenSet` throw.
 */
export async function importGoldenQuestions(
  ctx: Context,
  input: z.input<typeof importGoldenQuestionsSchema>,
): Promise<SavedVersion> {
  requirePermission(ctx, 'golden-sets:write');
  const { setId, name, ...file } = importGoldenQuestionsSchema.parse(input);
  const questions = questionsOf(file);
  if (questions.length === 0)
    throw new AppError('invalid', 'There is no question in the file that could be imported.', {
      path: 'files',
    });
  const note = `Imported from ${Object.keys(file.files).join(', ').slice(0, 500)}`;
  if (setId !== undefined) return importInto(ctx, setId, questions, note);
  if (name === undefined) throw new AppError('invalid', 'Give the new set a name.', { path: 'name' });
  return createGoldenSet(ctx, { name, questions, note }, 'import');
}

function questionsOf({
  format,
  files,
  relevantFrom,
}: Pick<z.output<typeof importGoldenQuestionsSchema>, 'format' | 'files' | 'relevantFrom'>) {
  const unpacked = Object.fromEntries(
    Object.entries(files).flatMap(([name, content]) =>
      name.endsWith('.zip')
        ? Object.entries(zipTexts(Buffer.from(content, 'base64'), (inside) => BEIR_FILES.test(inside)))
        : [[name, content] as const],
    ),
  );
  if (format === 'beir') return importedBeir(unpacked, relevantFrom);
  const [text, ...more] = Object.values(unpacked);
  if (text === undefined || more.length > 0)
    throw new AppError('invalid', 'Give one file of this format.', { path: 'files' });
  return format === 'jsonl' ? importedJsonl(text) : importedCsv(text);
}

async function importInto(
  ctx: Context,
  setId: string,
  questions: readonly GoldenQuestionInput[],
  note: string,
): Promise<SavedVersion> {
  // As it stands for everybody: what is hidden from the importer must be kept too.
  const whole: Context = { ...ctx, actor: { kind: 'system' } };
  const { version, questions: standing } = await readGoldenVersion(whole, { setId });
  const known = new Map(standing.map((question) => [questionHash(question.question), question]));
  const asked = new Set<string>();
  const change: (GoldenQuestionInput & { key: string })[] = [];
  const add: GoldenQuestionInput[] = [];
  for (const question of questions) {
    const hash = questionHash(question.question);
    const before = known.get(hash);
    if (before === undefined || asked.has(hash)) add.push(question);
    else {
      const after = completed(question, before);
      if (!saysTheSame(before, after)) change.push({ ...after, key: before.key });
    }
    asked.add(hash);
  }
  return addVersion(ctx, { setId, base: version, add, change, source: 'import', note });
}

/** The question with what the set knows of it where the file says nothing. */
function completed(question: GoldenQuestionInput, before: GoldenQuestionView): GoldenQuestionInput {
  const { idealAnswer, requiredFacts, relevantIds, answerable } = question;
  return {
    question: question.question,
    idealAnswer: idealAnswer ?? before.idealAnswer,
    requiredFacts: requiredFacts.length > 0 ? requiredFacts : before.requiredFacts,
    relevantIds: relevantIds.length > 0 ? relevantIds : before.relevantIds,
    answerable: answerable ?? before.answerable,
  };
}

function saysTheSame(before: GoldenQuestionView, question: GoldenQuestionInput): boolean {
  return (Object.keys(question) as (keyof GoldenQuestionInput)[]).every(
    (field) => JSON.stringify(before[field]) === JSON.stringify(question[field]),
  );
}
