import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ExportTally } from './export-tally.ts';
import type { GateTally } from './gate-tally.ts';
import type { ExportPlan } from './plan-export.ts';
import type { Counts, ExportFile, Finding, Manifest } from './schema.ts';
import { writeLines } from './write-lines.ts';

interface Parts {
  plan: ExportPlan;
  tally: ExportTally;
  gates: GateTally;
  counts: Counts;
  files: readonly ExportFile[];
  findings: Finding[];
  /** Places of the candidates by query id. */
  order: Uint32Array;
}

/** Writes what is in the other files and where it comes from. No time, no id of the export, no path: same data, same bytes. */
export async function writeManifest(folder: string, parts: Parts): Promise<ExportFile> {
  const { plan, gates, counts, files, findings } = parts;
  const manifest: Manifest = {
    format: plan.recipe.format,
    codeVersion: codeVersion(),
    recipe: plan.recipe,
    files: [...files],
    counts,
    gates: findings,
    splits: {
      by: 'near-duplicate questions (character 5-grams, MinHash of 128, Jaccard 0.8) and session',
      moved: movedRows(parts),
    },
    refused: refusedRows(parts),
    masked: plan.recipe.personalData === 'mask' ? sorted(gates.masked) : {},
    authors: [...gates.authors]
      .map(([pseudonym, labels]) => ({ pseudonym, labels }))
      .sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1)),
    guidelineVersions: [...gates.guidelineVersions].sort((a, b) => a - b),
  };
  const text = JSON.stringify(manifest, null, 2);
  const written = await writeLines(folder, 'manifest.json', { rows: [Buffer.from(text, 'utf8')] });
  return { ...written, rows: 1 };
}

function movedRows({ plan, tally, order }: Parts): Manifest['splits']['moved'] {
  return [...order].flatMap((place) => {
    const { side, movedFrom } = plan.sides.get(place) ?? {};
    if (side === undefined || movedFrom == null || !tally.isExported(place)) return [];
    return [{ queryId: plan.candidates[place]?.queryId ?? '', from: movedFrom, to: side }];
  });
}

function refusedRows({ plan, tally, order }: Parts): Manifest['refused'] {
  return [...order].flatMap((place) => {
    const golden = plan.refused.get(place);
    if (golden === undefined || tally.reasonOf(place) !== 'golden_question') return [];
    return [{ queryId: plan.candidates[place]?.queryId ?? '', golden }];
  });
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function codeVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
