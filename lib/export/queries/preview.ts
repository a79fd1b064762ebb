import type { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { hasSplits } from '../encoders/registry.ts';
import { examinedCandidates } from '../examined-candidates.ts';
import { ExportTally } from '../export-tally.ts';
import { gateFindings } from '../gate-findings.ts';
import { GateTally } from '../gate-tally.ts';
import { type ExportPlan, planExport } from '../plan-export.ts';
import { type Preview, recipeSchema } from '../schema.ts';
import { TARGETS } from '../training-targets.ts';
import { namedRows } from './findings.ts';
import { readLabellingPace } from './labelling-pace.ts';

/** A page waits for it: of more labelled queries than this, an even sample is looked at. */
const MOST_LOOKED_AT = 3_000;
const PAGE_SIZE = 200;
const FIRST_ROWS = 3;
const ROW_LENGTH = 4_000;
const ROWS_A_FINDING = 100;

/** What an export of this recipe would hold, and what its gates would find. Writes nothing, no sides either. */
export async function previewExport(ctx: Context, input: z.input<typeof recipeSchema>): Promise<Preview> {
  requirePermission(ctx, 'exports:manage');
  const recipe = recipeSchema.parse(input);
  const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : undefined;
  const reader: Context = { ...ctx, actor: { kind: 'system' } };
  const plan = await planExport(reader, recipe, { personId, store: false });
  const labelled = plan.candidates.length;
  const places = evenSample(plan);
  const tally = new ExportTally(labelled);
  const gates = new GateTally(labelled, TARGETS[recipe.target].maxTokens);
  const firstRows: Preview['firstRows'] = [];
  for await (const page of examinedCandidates(reader, plan, places, PAGE_SIZE)) {
    for (const candidate of page) {
      const { place, side, encoded, example } = candidate;
      gates.add(candidate);
      if ('excluded' in encoded) tally.exclude(place, encoded.excluded);
      else {
        tally.take(place, { side, source: encoded.source });
        const rows = encoded.rows.map(({ path, text }) => ({ path, text: text.slice(0, ROW_LENGTH) }));
        firstRows.push(...rows.map((row) => ({ ...row, queryId: example.queryId })).slice(0, 1));
        firstRows.length = Math.min(firstRows.length, FIRST_ROWS);
      }
    }
  }
  const counts = tally.counts(plan.matching, hasSplits(plan.recipe.format));
  const pace = await readLabellingPace(reader);
  const share = labelled === 0 ? 1 : places.length / labelled;
  const found = gateFindings({ plan, tally, gates, counts, pace, share });
  const idOf = (place: number) => plan.candidates[place]?.queryId ?? '';
  const findings = [];
  for (const { places: about, ...finding } of found) {
    const queries = await namedRows(ctx, about.slice(0, ROWS_A_FINDING).map(idOf));
    findings.push({ ...finding, rows: about.length, queries });
  }
  return {
    counts,
    lookedAt: places.length,
    labelled,
    findings,
    firstRows,
    refused: places.length === 0 ? [] : refusedRows(plan, tally),
  };
}

function evenSample({ candidates }: ExportPlan): Uint32Array {
  const size = Math.min(candidates.length, MOST_LOOKED_AT);
  return Uint32Array.from({ length: size }, (_, i) => Math.floor((i * candidates.length) / size));
}

/** Those that would be in the files but for that reason; what is hidden from the reader is not named. */
function refusedRows({ refused, candidates }: ExportPlan, tally: ExportTally): Preview['refused'] {
  return [...refused]
    .filter(([place]) => tally.reasonOf(place) === 'golden_question')
    .slice(0, ROWS_A_FINDING)
    .map(([place, golden]) => ({ queryId: candidates[place]?.queryId ?? '', golden }));
}
