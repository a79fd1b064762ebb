import { z } from 'zod';
import { FEWEST_WORDS, MOST_WORDS } from '../text/chunk-rules.ts';
import { NEAR_DUPLICATE_SIMILARITY } from '../text/near-duplicates.ts';

export const CHUNK_RULES = [
  'never_retrieved',
  'never_relevant',
  'dominating',
  'near_duplicate',
  'too_short',
  'too_long',
  'mid_sentence',
  'no_heading',
] as const;
export type ChunkRule = (typeof CHUNK_RULES)[number];

/** Questions for which a chunk must have been graded before it is said to be relevant to none. */
export const FEWEST_GRADED_QUESTIONS = 3;
/** A chunk dominates from this share of the queries that found something, and from so many of them. */
export const DOMINATING_SHARE = 0.03;
export const FEWEST_DOMINATED = 10;
/** And from so many times as many as the median of all retrieved chunks. */
export const DOMINATING_TIMES = 5;

/** What each rule is called, when it fires, and what to do about it. */
export const RULE_WORDS: Readonly<Record<ChunkRule, { name: string; rule: string; advice: string }>> = {
  never_retrieved: {
    name: 'Never retrieved',
    rule: 'Among the hits of no query of the range.',
    advice:
      'Nobody asked for it, or the retriever does not find it: see the questions whose words stand in it.',
  },
  never_relevant: {
    name: 'Retrieved and never relevant',
    rule: `Among the hits of the range, graded by people for at least ${FEWEST_GRADED_QUESTIONS} questions, and for none of them relevant (grade 2 or 3).`,
    advice: 'It takes the place of a better hit: mend or remove it, or raise the threshold.',
  },
  dominating: {
    name: 'Dominating',
    rule: `Among the hits of at least ${DOMINATING_SHARE * 100} % of the queries that found something, of at least ${FEWEST_DOMINATED} queries, and of at least ${DOMINATING_TIMES} times as many as the median of all retrieved chunks.`,
    advice: 'Where it is seldom relevant it is a hub, close to everything: usually too general a text.',
  },
  near_duplicate: {
    name: 'Near-duplicates',
    rule: `At least ${NEAR_DUPLICATE_SIMILARITY * 100} % of its runs of five characters are those of another chunk (Jaccard similarity).`,
    advice: 'Copies fill the places of other hits: keep one.',
  },
  too_short: {
    name: 'Too short',
    rule: `Fewer than ${FEWEST_WORDS} words below its heading.`,
    advice: 'Merge it with its neighbour.',
  },
  too_long: {
    name: 'Too long',
    rule: `More than ${MOST_WORDS} words, about 512 tokens: many embedding models do not read further.`,
    advice: 'Split it at its paragraphs.',
  },
  mid_sentence: {
    name: 'Starts mid-sentence',
    rule: 'Below its heading it begins with a lower-case word, the end of a number or name, or a mark that continues. A cut before a name is seen only in part.',
    advice: 'Cut at the ends of sentences.',
  },
  no_heading: {
    name: 'Without its heading',
    rule: 'It begins neither with a heading nor with its title.',
    advice: 'Put the heading of its section before the text that is indexed.',
  },
};

const knownChunkSchema = z.object({
  chunk: z.string(),
  id: z.string(),
  title: z.string(),
  source: z.string(),
  /** The first 400 characters; null where the chunk came without a text. */
  text: z.string().nullable(),
  words: z.number().nullable(),
  /** Queries of the range with it among their hits. */
  queries: z.number(),
  /** Questions for which people graded it, and those for which it was relevant. */
  graded: z.number(),
  relevant: z.number(),
  /** What fired, in words, of this chunk. */
  because: z.string(),
  /** Near-duplicates: the other chunks of its cluster, at most 20. */
  alike: z.array(z.string()),
});
export type KnownChunk = z.output<typeof knownChunkSchema>;

const ruleResultSchema = z.object({
  rule: z.enum(CHUNK_RULES),
  name: z.string(),
  says: z.string(),
  advice: z.string(),
  /** Chunks for which it fired, of those it could be asked of. */
  count: z.number(),
  of: z.number(),
  /** Why it could not be asked: too few queries or grades. */
  notAsked: z.string().nullable(),
  examples: z.array(knownChunkSchema),
});
export type RuleResult = z.output<typeof ruleResultSchema>;

export const chunkHealthSchema = z.object({
  /** Chunks with a text: registered, or seen as hit or candidate; of a filter's index versions where it names some. */
  known: z.number(),
  /** Of these, checked for how they are cut. */
  checked: z.number(),
  /** Chunks among the hits of the range. */
  retrieved: z.number(),
  /** Queries of the range that found something. */
  queries: z.number(),
  rules: z.array(ruleResultSchema),
});
export type ChunkHealth = z.output<typeof chunkHealthSchema>;

export const chunkListParamsSchema = z.object({
  rule: z.enum(CHUNK_RULES),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});

export const chunkListSchema = z.object({
  items: z.array(knownChunkSchema),
  total: z.number(),
  nextOffset: z.number().nullable(),
});
