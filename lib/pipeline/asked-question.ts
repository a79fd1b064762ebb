import { requirePermission } from '../auth/permissions.ts';
import { requireOpenProject } from '../ingest/require-open-project.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { KnowledgeBase, KnowledgeIndex } from '../platform/generated/prisma/client.ts';
import { requireConnection } from '../providers/require-connection.ts';
import type { FormatCheck } from '../quality/checked-format.ts';
import { formatCheck } from '../quality/format-check.ts';
import { readQuery } from '../query-log/queries/read-query.ts';
import type { QueryDetail } from '../query-log/schema.ts';
import { answeringOf, choicesOf, namedKnowledgeBase } from './knowledge-base-row.ts';
import { readPromptText } from './queries/prompts.ts';
import { requireVectorsFor } from './retrieval-rules.ts';
import { thresholdOf } from './retrieve-chunks.ts';
import {
  type Answering,
  type AskInput,
  askSchema,
  calibrationSchema,
  type RetrievalSettings,
} from './schema.ts';

/** What is asked, of what, and how: the input's own choices before those of the base. */
export interface AskedQuestion {
  question: string;
  base: KnowledgeBase;
  index: KnowledgeIndex;
  settings: RetrievalSettings;
  threshold: number;
  answering: Answering;
  prompt: string;
  /** The JSON Schema that the answer shall satisfy. */
  answerSchema: AskInput['answerSchema'];
  /** Says what is wrong with an answer to that schema. */
  checkAnswer: FormatCheck | undefined;
  /** Whose question it is, as whoever asked says. */
  labels: Pick<AskInput, 'sessionId' | 'userId' | 'tags'>;
  /** The logged query that is asked again. */
  replayed: QueryDetail | undefined;
}

/**
 * Everything that can be wrong with a question before anything is paid for or sent. Throws `invalid` and `not_found`
 * for what does not exist, `conflict` for a base without a finished index, and `forbidden`.
 */
export async function askedQuestion(ctx: Context, sent: unknown): Promise<AskedQuestion> {
  requirePermission(ctx, 'knowledge:ask');
  requireOpenProject(ctx.project);
  const input = askSchema.parse(sent);
  const original = input.replayOf === undefined ? undefined : await readQuery(ctx, input.replayOf);
  const question = (input.question ?? original?.retrievalQuery ?? original?.question ?? '').trim();
  if (question === '') throw new AppError('invalid', 'question must not be empty', { path: 'question' });
  const base = await namedKnowledgeBase(ctx, input.knowledgeBase);
  const index = await askedIndex(ctx, base, input.indexVersion);
  const answering = merged(answeringOf(base), input);
  const { embedding } = choicesOf(index);
  const remedy =
    choicesOf(base).embedding === null ? 'Choose one' : 'Index again with the one that is chosen';
  requireVectorsFor(answering.retrieval.mode, embedding, 'mode', remedy);
  if (input.answerSchema !== undefined && answering.chat === null)
    throw new AppError('invalid', 'A JSON Schema needs a model that writes: extractive-v1 only quotes.', {
      path: 'answerSchema',
    });
  if (input.chat != null)
    await requireConnection(ctx, { id: input.chat.connectionId, use: 'models', path: 'chat.connectionId' });
  const calibration = calibrationSchema.nullable().parse(index.calibration);
  const { mode, threshold } = answering.retrieval;
  return {
    question,
    base,
    index,
    settings: answering.retrieval,
    threshold: thresholdOf(threshold, mode, calibration?.thresholds),
    answering,
    prompt: await readPromptText(ctx, answering.promptVersion),
    answerSchema: input.answerSchema,
    checkAnswer:
      input.answerSchema === undefined
        ? undefined
        : formatCheck({ kind: 'json_schema', schema: input.answerSchema, allowFence: true }),
    labels: { sessionId: input.sessionId, userId: input.userId, tags: input.tags },
    replayed: original,
  };
}

async function askedIndex(
  ctx: Context,
  base: KnowledgeBase,
  version: string | undefined,
): Promise<KnowledgeIndex> {
  const { prisma } = ctx.stores.controlPlane;
  const where = version === undefined ? { id: base.currentIndexId ?? '' } : { version };
  const index = await prisma.knowledgeIndex.findFirst({
    where: { ...where, baseId: base.id, projectId: ctx.project.id, status: 'done' },
  });
  if (index !== null) return index;
  if (version !== undefined)
    throw new AppError('invalid', `There is no finished index ${version} of ${base.name}.`, {
      path: 'indexVersion',
    });
  throw new AppError(
    'conflict',
    base.currentIndexId === null
      ? `${base.name} has no finished index. Add documents and index them first.`
      : `The index of ${base.name} is being made again, or that failed. Its page under Knowledge says which.`,
  );
}

function merged(answering: Answering, input: AskInput): Answering {
  const { mode, k, fetchK, lambda, lexicalWeight, threshold } = input;
  const asked = { mode, k, fetchK, lambda, lexicalWeight, threshold };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  // A threshold that the team chose for one mode says nothing of another.
  const inherited =
    mode === undefined || mode === answering.retrieval.mode
      ? answering.retrieval
      : { ...answering.retrieval, threshold: null };
  return {
    retrieval: { ...inherited, ...given },
    zeroHits: input.zeroHits ?? answering.zeroHits,
    chat: input.chat === undefined ? answering.chat : input.chat,
    promptVersion: input.promptVersion ?? answering.promptVersion,
  };
}
