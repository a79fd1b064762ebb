import type { Context } from '../platform/context.ts';
import type { KnowledgeIndex } from '../platform/generated/prisma/client.ts';
import { FOREIGN_QUESTIONS, ownQuestions } from './calibration-probes.ts';
import { embedTexts } from './embed-texts.ts';
import { modelKeyOf } from './index-version.ts';
import { choicesOf } from './knowledge-base-row.ts';
import type { LoadedIndex } from './loaded-index.ts';
import type { PipelineProviders } from './pipeline-providers.ts';
import { rankedChunks, type SimilarChunk } from './ranked-chunks.ts';
import { nearestChunks, openIndexVectors } from './retrieve-chunks.ts';
import { type Calibration, type RetrievalMode, retrievalSettingsSchema } from './schema.ts';
import { chosenThreshold, type JudgedScore } from './score-threshold.ts';
import { indexedTextHash } from './text-chunk.ts';

/** So many candidates of each kind are looked at for the best of both. */
const CANDIDATES = 20;
/** Of the questions that the chunks answer, so many may fall below the threshold. */
const MAX_REFUSED = 0.05;
/** Of the foreign questions that could be kept out, so many are. */
const FOREIGN_SHARE = 0.9;
/** Where in the gap between foreign and own scores the threshold lies. */
const GAP_SHARE = 0.1;

/**
 * A threshold for each mode that this index can do: the one that keeps the most foreign questions out while it lets
 * nearly all own ones in. Scores of one embedding model say nothing of another's, so each index measures its own.
 */
export async function calibratedThresholds(ctx: Context, request: CalibrationRequest): Promise<Calibration> {
  const { loaded } = request;
  const own = ownQuestions(
    loaded.chunks.map(({ text }) => text),
    FOREIGN_QUESTIONS.length,
  );
  const texts = loaded.chunks.map(({ indexed }) => indexed);
  const similarTo = await similarity(ctx, request, [...own, ...FOREIGN_QUESTIONS]);
  const modes: RetrievalMode[] = similarTo === undefined ? ['lexical'] : ['lexical', 'similarity', 'hybrid'];
  const scores = new Map(modes.map((mode): [RetrievalMode, JudgedScore[]] => [mode, []]));
  const measure = async (question: string, answerable: boolean) => {
    const similar = await similarTo?.(question);
    for (const [mode, list] of scores) {
      const settings = { ...retrievalSettingsSchema.parse({ mode }), k: 1 };
      const input = {
        question,
        texts,
        lexical: loaded.lexical,
        settings,
        threshold: Number.NEGATIVE_INFINITY,
      };
      const { best } = rankedChunks(similar === undefined ? input : { ...input, similar });
      list.push({ score: best, answerable });
    }
  };
  for (const question of own) await measure(question, true);
  for (const question of FOREIGN_QUESTIONS) await measure(question, false);
  const thresholds: Calibration['thresholds'] = {};
  for (const [mode, list] of scores) {
    const threshold = lowerEnd(list, chosenThreshold(list, MAX_REFUSED));
    if (threshold !== undefined) thresholds[mode] = threshold;
  }
  // MMR keeps the scores that it chooses from.
  const forMmr = thresholds.similarity ?? thresholds.lexical;
  if (forMmr !== undefined) thresholds.mmr = forMmr;
  return { thresholds, own: own.length, foreign: FOREIGN_QUESTIONS.length };
}

interface CalibrationRequest {
  index: KnowledgeIndex;
  loaded: LoadedIndex;
  providers: PipelineProviders;
}

/** Embeds all questions at once, a question a call being as many calls as questions; undefined without a model. */
async function similarity(
  ctx: Context,
  request: CalibrationRequest,
  questions: readonly string[],
): Promise<((question: string) => Promise<SimilarChunk[]>) | undefined> {
  const { embedding } = choicesOf(request.index);
  if (embedding === null) return undefined;
  const provider = await request.providers.embedding(ctx, embedding);
  const vectors = await embedTexts(ctx, questions, { provider, modelKey: modelKeyOf(embedding) });
  const store = await openIndexVectors(ctx, request);
  return (question) =>
    nearestChunks(store, request.loaded, {
      vector: vectors.get(indexedTextHash(question)) ?? new Float32Array(),
      topK: CANDIDATES,
    });
}

/**
 * Near the lower end of the gap between foreign and own scores, in which nothing was measured: what people ask scores
 * lower than questions made of the chunks' own words. The few best of the foreign ones are let in for that; the
 * answer still has to be found in the hits.
 */
function lowerEnd(scores: readonly JudgedScore[], threshold: number | undefined): number | undefined {
  if (threshold === undefined) return undefined;
  const foreign = scores
    .filter(({ score, answerable }) => !answerable && score < threshold)
    .map(({ score }) => Math.max(score, Math.min(0, threshold)))
    .sort((a, b) => a - b);
  const lower = foreign[Math.floor(FOREIGN_SHARE * (foreign.length - 1))] ?? Math.min(0, threshold);
  return lower + GAP_SHARE * (threshold - lower);
}
