import { type ExportFormat, FORMAT_IDS, type FormatId } from '../format.ts';
import { beir } from './beir.ts';
import { labelsCsv } from './labels-csv.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiPreference } from './openai-preference.ts';
import { reranker } from './reranker.ts';
import { stPairs } from './st-pairs.ts';
import { stTriplets } from './st-triplets.ts';
import { trlPreference } from './trl-preference.ts';
import { trlSft } from './trl-sft.ts';
import { trlUnpaired } from './trl-unpaired.ts';

const FORMATS: Record<FormatId, ExportFormat> = {
  'trl-sft': trlSft,
  'trl-preference': trlPreference,
  'trl-unpaired': trlUnpaired,
  'openai-chat': openaiChat,
  'openai-preference': openaiPreference,
  'st-pairs': stPairs,
  'st-triplets': stTriplets,
  reranker,
  beir,
  'labels-csv': labelsCsv,
};

export function exportFormat(id: FormatId): ExportFormat {
  return FORMATS[id];
}

/** What is only read has no side of a split. */
export function hasSplits(id: FormatId): boolean {
  return FORMATS[id].purpose !== 'reading';
}

/** All formats, the most asked for first. */
export const EXPORT_FORMATS: readonly ExportFormat[] = FORMAT_IDS.map(exportFormat);
