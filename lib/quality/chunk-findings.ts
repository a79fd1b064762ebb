import {
  bodyWordCount,
  type ChunkText,
  isTooLong,
  isTooShort,
  lacksHeading,
  startsMidSentence,
} from '../text/chunk-rules.ts';

/** Raise it with any change of the rules or of the signature: what was checked under another number is checked again. */
export const CHUNK_RULES_VERSION = 1;

/** What the text of a chunk alone says. */
export const TEXT_FINDINGS = ['too_short', 'too_long', 'mid_sentence', 'no_heading'] as const;
export type TextFinding = (typeof TEXT_FINDINGS)[number];

const CHECKS: Readonly<Record<TextFinding, (chunk: ChunkText) => boolean>> = {
  too_short: isTooShort,
  too_long: isTooLong,
  mid_sentence: startsMidSentence,
  no_heading: lacksHeading,
};

export interface ChunkFindings {
  words: number;
  findings: TextFinding[];
}

/** Which rules a chunk's text breaks. */
export function chunkFindings(chunk: ChunkText): ChunkFindings {
  return {
    words: bodyWordCount(chunk),
    findings: TEXT_FINDINGS.filter((finding) => CHECKS[finding](chunk)),
  };
}
