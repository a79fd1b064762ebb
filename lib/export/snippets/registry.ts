import type { FormatId, Snippet, Split } from '../format.ts';
import { beirSnippet } from './beir.ts';
import { labelsCsvSnippet } from './labels-csv.ts';
import { openaiChatSnippet } from './openai-chat.ts';
import { openaiPreferenceSnippet } from './openai-preference.ts';
import { rerankerSnippet } from './reranker.ts';
import { stPairsSnippet } from './st-pairs.ts';
import { stTripletsSnippet } from './st-triplets.ts';
import { trlPreferenceSnippet } from './trl-preference.ts';
import { trlSftSnippet } from './trl-sft.ts';
import { trlUnpairedSnippet } from './trl-unpaired.ts';

/** Of each format how its files are used, apart from the encoders: a page shows it without loading them. */
const SNIPPETS: Record<FormatId, (splits: readonly Split[], epochs: number) => Snippet> = {
  'trl-sft': trlSftSnippet,
  'trl-preference': trlPreferenceSnippet,
  'trl-unpaired': trlUnpairedSnippet,
  'openai-chat': openaiChatSnippet,
  'openai-preference': openaiPreferenceSnippet,
  'st-pairs': stPairsSnippet,
  'st-triplets': stTripletsSnippet,
  reranker: rerankerSnippet,
  beir: beirSnippet,
  'labels-csv': labelsCsvSnippet,
};

/** `splits` are those that have rows; in formats to train with, each example is trained with `epochs` times. */
export function formatSnippet(id: FormatId, splits: readonly Split[], epochs: number): Snippet {
  return SNIPPETS[id](splits, epochs);
}
