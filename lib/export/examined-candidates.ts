import type { Context } from '../platform/context.ts';
import { timeSlices } from '../text/time-slices.ts';
import { exportFormat } from './encoders/registry.ts';
import type { EncodedExample, ExportFormat, Split } from './format.ts';
import { maskedExample } from './masked-example.ts';
import type { PersonalDataKind } from './personal-data.ts';
import type { ExportPlan } from './plan-export.ts';
import { type LabelledExample, readTrainingExamples } from './queries/training-examples.ts';

/** A candidate that was read, and what comes of it. */
export interface ExaminedCandidate extends LabelledExample {
  place: number;
  side: Split;
  encoded: EncodedExample;
  /** Personal data in its texts, whatever was done with it. */
  personalData: ReadonlyMap<PersonalDataKind, number>;
}

/** A format without sides has all its rows in the files of one. */
const ONLY_SIDE: Split = 'test';

/** Reads, masks, encodes and validates the candidates at these places, page by page. One deleted meanwhile is left out. */
export async function* examinedCandidates(
  ctx: Context,
  plan: ExportPlan,
  places: Uint32Array,
  pageSize: number,
): AsyncGenerator<ExaminedCandidate[]> {
  const format = exportFormat(plan.recipe.format);
  const pause = timeSlices();
  for (let from = 0; from < places.length; from += pageSize) {
    const page = [...places.subarray(from, from + pageSize)];
    const byId = new Map(page.map((place) => [plan.candidates[place]?.queryId, place]));
    const examples = await readTrainingExamples(
      ctx,
      page.flatMap((place) => plan.candidates[place] ?? []),
    );
    const examined: ExaminedCandidate[] = [];
    for (const labelled of examples) {
      const place = byId.get(labelled.example.queryId);
      if (place !== undefined) examined.push(examine(plan, format, { place, labelled }));
      await pause();
    }
    yield examined;
  }
}

function examine(
  plan: ExportPlan,
  format: ExportFormat,
  { place, labelled }: { place: number; labelled: LabelledExample },
): ExaminedCandidate {
  const { recipe } = plan;
  const { example, found } = maskedExample(labelled.example);
  const side = plan.sides.get(place)?.side ?? ONLY_SIDE;
  const written = { ...labelled, example: recipe.personalData === 'mask' ? example : labelled.example };
  const left = leftOut(plan, place, labelled);
  const personal = recipe.personalData === 'leave_out' && found.size > 0;
  const encoded: EncodedExample =
    left !== undefined
      ? { excluded: left }
      : checked(format, format.encode(written.example, { ...recipe, split: side }));
  const kept = personal && !('excluded' in encoded) ? { excluded: 'personal_data' as const } : encoded;
  return { ...written, place, side, encoded: kept, personalData: found };
}

/** Why a query is in no file, whatever its format makes of it. */
function leftOut(plan: ExportPlan, place: number, { example, agreement, isGold }: LabelledExample) {
  const { recipe, hidden, refused } = plan;
  if (hidden.queries.has(example.queryId) || hidden.questions.has(example.questionHash)) return 'hidden';
  if (refused.has(place)) return 'golden_question';
  if (isGold && recipe.excludeGold) return 'gold';
  const isReading = exportFormat(recipe.format).purpose === 'reading';
  // Of disputed labels none is the one that counts: that is the reason, however many agree.
  if (agreement < recipe.agreement && (isReading || example.verdict !== 'disputed')) return 'low_agreement';
  return undefined;
}

/** Never trusts the encoder: an example with a row that the validator refuses is left out. */
function checked(format: ExportFormat, encoded: EncodedExample): EncodedExample {
  if ('excluded' in encoded || encoded.rows.every((row) => format.validate(row) === null)) return encoded;
  return { excluded: 'invalid_line' };
}
