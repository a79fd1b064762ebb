import { AppError } from '../platform/errors.ts';
import { jsonLines } from './imported-jsonl.ts';
import { importedQuestion } from './imported-question.ts';
import type { GoldenQuestionInput } from './schema.ts';

const QUERIES = /(^|\/)queries\.jsonl$/;
const QRELS = /(^|\/)qrels[^/]*(\/[^/]+)?\.tsv$|(^|\/)(train|dev|validation|test)\.tsv$/;

/**
 * Questions of a BEIR folder: those of `queries.jsonl` for which the relevance files hold a document with a score of
 * at least `relevantFrom`. The corpus is not needed. Throws `invalid`, with file and line.
 */
export function importedBeir(files: Record<string, string>, relevantFrom: number): GoldenQuestionInput[] {
  const queries = Object.keys(files).find((name) => QUERIES.test(name));
  const qrels = Object.keys(files).filter((name) => QRELS.test(name));
  if (queries === undefined) throw missing('queries.jsonl', files);
  if (qrels.length === 0) throw missing('qrels/test.tsv', files);
  const relevant = new Map<string, Set<string>>();
  for (const name of qrels.sort())
    for (const { query, document, score } of judgements(files[name] ?? '', name)) {
      if (score < relevantFrom) continue;
      const ids = relevant.get(query) ?? new Set();
      relevant.set(query, ids.add(document));
    }
  return jsonLines(files[queries] ?? '', `${queries}, `).flatMap(({ record, line }) => {
    const ids = relevant.get(String(record._id));
    if (ids === undefined) return [];
    const question = { question: record.text, relevantIds: [...ids], answerable: true };
    return [importedQuestion(question, `${queries}, line ${line}`)];
  });
}

function* judgements(text: string, name: string) {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    const cells = line.split('\t');
    const score = Number(cells.at(-1));
    if (line.trim() === '' || (i === 0 && Number.isNaN(score))) continue;
    // With four columns it is TREC's: the second one is unused.
    const [query = '', ...rest] = cells;
    const document = rest.at(-2);
    if (document === undefined || rest.length > 3 || !Number.isInteger(score))
      throw new AppError(
        'invalid',
        `${name}, line ${i + 1}: must be a query id, a document id and a whole score, with tabs between.`,
        { path: 'files' },
      );
    yield { query, document, score };
  }
}

function missing(name: string, files: Record<string, string>): AppError {
  const given = Object.keys(files).slice(0, 10).join(', ') || 'no file';
  return new AppError('invalid', `There is no ${name} among the files: ${given}.`, { path: 'files' });
}
