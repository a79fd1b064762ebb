import { z } from 'zod';
import { AppError } from '../platform/errors.ts';
import { type GoldenQuestionInput, goldenQuestionSchema } from './schema.ts';

/** Names that a field may have in a file. */
const NAMES: Record<keyof GoldenQuestionInput, readonly string[]> = {
  question: ['question', 'query', 'input'],
  idealAnswer: ['idealAnswer', 'ideal_answer', 'answer', 'reference', 'reference_answer', 'expected_answer'],
  requiredFacts: ['requiredFacts', 'required_facts', 'facts'],
  relevantIds: ['relevantIds', 'relevant_ids', 'doc_ids', 'document_ids'],
  answerable: ['answerable'],
};

/**
 * A question of one record of a file, by any of the names that are in use; other fields are left out. `where` says
 * which record it is, such as "Line 3". Throws `invalid`, with a sentence.
 */
export function importedQuestion(record: Record<string, unknown>, where: string): GoldenQuestionInput {
  const given = Object.entries(NAMES).flatMap(([field, names]) => {
    const name = names.find((key) => record[key] !== undefined && record[key] !== '');
    return name === undefined ? [] : [[field, record[name]] as const];
  });
  const parsed = goldenQuestionSchema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  throw new AppError('invalid', `${where}: ${sentence(parsed.error, Object.keys(record))}`, {
    path: 'files',
  });
}

const oneOf = (names: readonly string[]) => names.join(', ').replace(/, ([^,]*)$/, ' or $1');

function presence(present: readonly string[]): string {
  const [only = '', ...more] = present;
  if (more.length === 0 && only.includes(';'))
    return `it has one column, “${only.slice(0, 200)}”: columns are separated by commas, not semicolons.`;
  return present.length === 0 ? 'it has no fields.' : `it has ${present.slice(0, 10).join(', ')}.`;
}

function sentence(error: z.ZodError, present: readonly string[]): string {
  const [issue] = error.issues;
  const field = String(issue?.path[0] ?? '');
  if (field === 'question' && !NAMES.question.some((name) => present.includes(name)))
    return `there is no question. Name the field ${oneOf(NAMES.question)}; ${presence(present)}`;
  return `${issue?.path.map(String).join('.')} ${z.prettifyError(error).split('\n')[0]?.replace(/^✖ /, '') ?? 'is wrong'}.`;
}
