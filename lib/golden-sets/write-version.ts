import { v7 as uuidv7 } from 'uuid';
import { actorName } from '../auth/actor-name.ts';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { AppError } from '../platform/errors.ts';
import { questionHash } from '../query-log/question-hash.ts';
import type { Coverage } from './sample-schema.ts';
import {
  type GoldenQuestionInput,
  MOST_QUESTIONS,
  type SavedVersion,
  type VERSION_SOURCES,
} from './schema.ts';
import { standsIn } from './stands-in.ts';

export type NewQuestion = GoldenQuestionInput & { queryId?: string | undefined; kind?: string | undefined };

export interface VersionChange {
  setId: string;
  /** The version that the change starts from; 0 for the first. */
  base: number;
  add: readonly NewQuestion[];
  change?: readonly (GoldenQuestionInput & { key: string })[];
  remove?: readonly string[];
  source: (typeof VERSION_SOURCES)[number];
  note: string;
  coverage?: Coverage | undefined;
}

const ROWS_A_STATEMENT = 500;

/**
 * Writes the version after `base`; the versions before stay as they are. A question that stands in it already is not
 * added again, and a change of nothing makes no version. Throws `conflict` where another version came first, `not_found` for an unknown key.
 */
export async function writeVersion(
  tx: Transaction,
  ctx: Context,
  { setId, base, add, change = [], remove = [], source, note, coverage }: VersionChange,
): Promise<SavedVersion> {
  const projectId = ctx.project.id;
  const version = base + 1;
  const standing = await tx.goldenQuestion.findMany({
    where: { projectId, setId, ...standsIn(base) },
    select: { id: true, key: true, questionHash: true, place: true, queryId: true, kind: true },
  });
  const byKey = new Map(standing.map((row) => [row.key, row]));
  const left = [...new Set([...remove, ...change.map(({ key }) => key)])];
  const unknown = left.find((key) => !byKey.has(key));
  if (unknown !== undefined)
    throw new AppError('not_found', 'A question to change or remove is not in this version. Load it again.');

  const taken = new Set(standing.filter(({ key }) => !left.includes(key)).map((row) => row.questionHash));
  const rows: ReturnType<typeof rowOf>[] = [];
  const enter = (question: NewQuestion, known: { key?: string; place: number }) => {
    const hash = questionHash(question.question);
    if (taken.has(hash)) return false;
    taken.add(hash);
    rows.push(rowOf(projectId, setId, version, hash, question, known));
    return true;
  };
  const changed = change.filter(({ key, ...question }) => {
    const before = byKey.get(key);
    const origin = { queryId: before?.queryId ?? undefined, kind: before?.kind ?? undefined };
    return enter({ ...question, ...origin }, { key, place: before?.place ?? 0 });
  });
  if (changed.length < change.length)
    throw new AppError('conflict', 'Another question of the set asks the same. Change or remove that one.');
  const next = standing.reduce((most, { place }) => Math.max(most, place), -1) + 1;
  const added = add.filter((question, i) => enter(question, { place: next + i }));
  const questions = taken.size;
  if (questions > MOST_QUESTIONS)
    throw new AppError(
      'invalid',
      `A golden set has at most ${MOST_QUESTIONS} questions; this would be ${questions}.`,
    );

  const removed = left.length - changed.length;
  const counts = {
    added: added.length,
    changed: changed.length,
    removed,
    duplicates: add.length - added.length,
  };
  if (base > 0 && rows.length === 0 && left.length === 0)
    return { setId, version: base, questions, ...counts };

  const created = { createdBy: actorName(ctx), createdAt: ctx.now() };
  await tx.goldenSetVersion.create({
    data: {
      id: uuidv7(),
      projectId,
      setId,
      version,
      source,
      note,
      questions,
      ...created,
      ...(coverage && { coverage }),
    },
  });
  const leaving = left.flatMap((key) => byKey.get(key)?.id ?? []);
  for (let from = 0; from < leaving.length; from += ROWS_A_STATEMENT)
    await tx.goldenQuestion.updateMany({
      where: { projectId, setId, id: { in: leaving.slice(from, from + ROWS_A_STATEMENT) } },
      data: { removedIn: version },
    });
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT)
    await tx.goldenQuestion.createMany({ data: rows.slice(from, from + ROWS_A_STATEMENT) });
  return { setId, version, questions, ...counts };
}

function rowOf(
  projectId: string,
  setId: string,
  addedIn: number,
  hash: string,
  { queryId, kind, ...question }: NewQuestion,
  known: { key?: string; place: number },
) {
  const id = uuidv7();
  const { key = id, place } = known;
  const origin = { queryId: queryId ?? null, kind: kind ?? null };
  return { id, projectId, setId, addedIn, key, place, questionHash: hash, ...origin, ...question };
}
