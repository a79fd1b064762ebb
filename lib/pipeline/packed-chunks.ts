import type { Atom } from './block-atoms.ts';
import type { TextChunk } from './text-chunk.ts';
import { tokenCount } from './token-count.ts';

export interface PackingOptions {
  /** Most tokens of a chunk with its headings. */
  limit: number;
  /** Most tokens that a chunk repeats from the one before it, of the same section. */
  overlap: number;
  /** Whether a chunk must begin at this atom. */
  isBreak: (place: number) => boolean;
}

/** A section that fills less of the limit is joined with the next one under the same heading, if both fit. */
const SMALL = 0.25;
/** A chunk as full as this is closed rather than begin a block that does not fit. */
const NEARLY_FULL = 0.6;
/** However long the headings, the text gets this share of the limit. */
const TEXT_SHARE = 0.5;

/** Packs atoms, in order, into chunks. Every atom is in a chunk; only overlap is in two. */
export function packedChunks(text: string, atoms: readonly Atom[], options: PackingOptions): TextChunk[] {
  const chunks: TextChunk[] = [];
  const sizes = blockSizes(atoms);
  let from = 0; // the open chunk is atoms[from..to)
  let fresh = 0; // of which those from here on are in no earlier chunk
  for (let to = 0; to < atoms.length; ) {
    let tokens = 0;
    to = from;
    while (to < atoms.length && fits(text, atoms, { from, to, tokens, fresh }, sizes, options)) {
      tokens += gapTokens(text, atoms, from, to) + tokensAt(atoms, to);
      to += 1;
    }
    to = Math.max(to, fresh + 1);
    let chunk = chunkOf(text, atoms.slice(from, to));
    while (chunk.tokens > budgetOf(atoms[from], options) && to > fresh + 1) {
      to -= 1;
      chunk = chunkOf(text, atoms.slice(from, to));
    }
    // Overlap gives way where it would push a chunk above the limit.
    if (chunk.tokens > budgetOf(atoms[from], options) && from < fresh) {
      from = fresh;
      to = from;
      continue;
    }
    if (chunk.text !== '') chunks.push(chunk);
    fresh = to;
    from = to < atoms.length ? overlapStart(atoms, from, to, options) : to;
  }
  return chunks;
}

interface Open {
  from: number;
  to: number;
  tokens: number;
  fresh: number;
}

function fits(
  text: string,
  atoms: readonly Atom[],
  { from, to, tokens, fresh }: Open,
  sizes: BlockSizes,
  options: PackingOptions,
): boolean {
  if (to <= fresh) return true;
  const atom = atoms[to];
  const first = atoms[from];
  const before = atoms[to - 1];
  if (atom === undefined || first === undefined || before === undefined) return false;
  if (options.isBreak(to)) return false;
  const budget = budgetOf(first, options);
  const withAtom = tokens + gapTokens(text, atoms, from, to) + atom.tokens;
  if (withAtom > budget) return false;
  if (atom.block.section !== before.block.section) {
    const section = sizes.sections.get(atom.block.section) ?? 0;
    const isUnderSame =
      atom.block.headings.length === 0 || commonPath([first.block.headings, atom.block.headings]).length > 0;
    return isUnderSame && tokens < SMALL * options.limit && withAtom - atom.tokens + section <= budget;
  }
  const block = sizes.blocks.get(atom.block.start) ?? 0;
  const isWholeBetter = atom.isFirst && tokens >= NEARLY_FULL * budget && block <= budget;
  return !(isWholeBetter && withAtom - atom.tokens + block > budget);
}

interface BlockSizes {
  blocks: Map<number, number>;
  sections: Map<number, number>;
}

function blockSizes(atoms: readonly Atom[]): BlockSizes {
  const sizes: BlockSizes = { blocks: new Map(), sections: new Map() };
  for (const { block, tokens } of atoms) {
    sizes.blocks.set(block.start, (sizes.blocks.get(block.start) ?? 0) + tokens);
    sizes.sections.set(block.section, (sizes.sections.get(block.section) ?? 0) + tokens);
  }
  return sizes;
}

function tokensAt(atoms: readonly Atom[], place: number): number {
  return atoms[place]?.tokens ?? 0;
}

/** Of what stands between an atom and the one before it, such as a heading; blank space is left out. */
function gapTokens(text: string, atoms: readonly Atom[], from: number, place: number): number {
  const before = atoms[place - 1];
  const atom = atoms[place];
  if (place === from || before === undefined || atom === undefined) return 0;
  return tokenCount(text.slice(before.end, atom.start));
}

function budgetOf(first: Atom | undefined, { limit }: PackingOptions): number {
  return textBudget(first?.block.headings ?? [], limit);
}

/** How many tokens a chunk under these headings has for its text. */
export function textBudget(headings: readonly string[], limit: number): number {
  return Math.max(Math.floor(TEXT_SHARE * limit), limit - tokenCount(headings.join(' > ')));
}

/** Where the next chunk begins: at `to`, or as far before it as whole sentences of the same section allow. */
function overlapStart(
  atoms: readonly Atom[],
  from: number,
  to: number,
  { overlap, isBreak }: PackingOptions,
): number {
  const next = atoms[to];
  let start = to;
  let tokens = 0;
  while (start - 1 > from && !isBreak(start)) {
    const atom = atoms[start - 1];
    if (atom === undefined || !atom.isProse || atom.block.section !== next?.block.section) break;
    tokens += atom.tokens;
    if (tokens > overlap) break;
    start -= 1;
  }
  return start;
}

function chunkOf(text: string, atoms: readonly Atom[]): TextChunk {
  const [first] = atoms;
  const last = atoms.at(-1);
  if (first === undefined || last === undefined) throw new Error('A chunk has at least one atom.');
  const headings = commonPath(atoms.map(({ block }) => block.headings));
  // Where several sections share the chunk, the heading of the first is said in the text like those of the others.
  const isJoined = headings.length < first.block.headings.length;
  const opensSection =
    first.isFirst && text.slice(first.block.sectionStart, first.start).split('\n\n').length <= 2;
  const from = isJoined && opensSection ? first.block.sectionStart : first.start;
  const raw = text.slice(from, last.end);
  const slice = raw.trim();
  const start = from + raw.length - raw.trimStart().length;
  return {
    start,
    end: start + slice.length,
    text: slice,
    tokens: tokenCount(slice),
    headings,
    context: tableHeader(text, first),
  };
}

/** The header of a table of which the chunk begins with a later row. */
function tableHeader(text: string, { block, isFirst }: Atom): string {
  if (block.kind !== 'table' || isFirst) return '';
  return text.slice(block.start, block.parts[0] ?? block.start).trimEnd();
}

export function commonPath(paths: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...rest] = paths;
  let length = first.length;
  for (const path of rest) {
    const differs = first.findIndex((heading, i) => heading !== path[i]);
    if (differs >= 0) length = Math.min(length, differs);
  }
  return first.slice(0, length);
}
