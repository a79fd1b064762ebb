import { lexer, type Token, type Tokens } from 'marked';
import { PAGE_BREAK } from './pdf-text.ts';
import type { SourceFormat } from './source-format.ts';

/** `whole` stays in one piece where it fits: code, a table. */
export type BlockKind = 'prose' | 'code' | 'table' | 'list';

/** A paragraph, list, table or code fence, and where it stands: `text.slice(start, end)`. */
export interface Block {
  kind: BlockKind;
  start: number;
  end: number;
  /** Counts the sections, so that neighbours can be told apart that have the same headings. */
  section: number;
  /** From the outermost heading to the innermost. */
  headings: readonly string[];
  /** Where the section's own heading begins; where there is none, the block. */
  sectionStart: number;
  /** Of a list: where its items begin. Of a table: where the rows below its header begin. */
  parts: readonly number[];
}

const FRONT_MATTER = /^---\n[\s\S]{0,20000}?^(?:---|\.\.\.)[ \t]*(?:\n|$)/m;
const NOTHING = new Set(['space', 'def', 'hr']);

/** The blocks of a document in their order. Blank lines, headings and front matter are not among them. */
export function documentBlocks(text: string, format: SourceFormat): Block[] {
  return format === 'markdown' || format === 'html' ? markdownBlocks(text) : plainBlocks(text, format);
}

function markdownBlocks(text: string): Block[] {
  const front = text.startsWith('---\n') ? (FRONT_MATTER.exec(text)?.[0].length ?? 0) : 0;
  const blocks: Block[] = [];
  const path: { depth: number; text: string; start: number }[] = [];
  let section = 0;
  let sectionStart: number | undefined;
  let place = front;
  for (const token of lexer(text.slice(front))) {
    // The parser keeps every character; should it ever not, the token is looked for instead of guessed.
    const start = text.startsWith(token.raw, place) ? place : text.indexOf(token.raw, place);
    if (start < 0)
      return [
        ...blocks,
        ...plainBlocks(text.slice(place), 'text').map((block) => moved(block, place, section + 1)),
      ];
    place = start + token.raw.length;
    if (token.type === 'heading') {
      while ((path.at(-1)?.depth ?? 0) >= token.depth) path.pop();
      path.push({ depth: token.depth as number, text: plainHeading(token as Tokens.Heading), start });
      section += 1;
      sectionStart = start;
    } else if (!NOTHING.has(token.type)) {
      const block = markdownBlock(token, start);
      blocks.push({
        ...block,
        section,
        headings: path.map((heading) => heading.text),
        sectionStart: sectionStart ?? block.start,
      });
      sectionStart ??= block.start;
    }
  }
  return blocks;
}

type Shape = Pick<Block, 'kind' | 'start' | 'end' | 'parts'>;

function markdownBlock(token: Token, tokenStart: number): Shape {
  const { raw } = token;
  const start = tokenStart + (raw.length - raw.trimStart().length);
  const end = tokenStart + raw.trimEnd().length;
  if (token.type === 'code') return { kind: 'code', start: tokenStart, end, parts: [] };
  if (token.type === 'table') {
    const rows = raw.split('\n').slice(0, 2).join('\n').length + 1;
    return { kind: 'table', start, end, parts: [Math.min(tokenStart + rows, end)] };
  }
  if (token.type !== 'list') return { kind: 'prose', start, end, parts: [] };
  let at = tokenStart;
  const parts = (token as Tokens.List).items.map((item) => {
    const found = raw.indexOf(item.raw, at - tokenStart);
    const itemStart = found < 0 ? at : tokenStart + found;
    at = itemStart + item.raw.length;
    return itemStart;
  });
  return { kind: 'list', start, end, parts };
}

function plainHeading(token: Tokens.Heading): string {
  return token.text
    .replace(/[`*_]+/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim();
}

/** Paragraphs between blank lines; the pages of a PDF are its sections. */
function plainBlocks(text: string, format: SourceFormat): Block[] {
  const blocks: Block[] = [];
  let pageStart = 0;
  text.split(PAGE_BREAK).forEach((page, section) => {
    const headings = format === 'pdf' ? [`Page ${section + 1}`] : [];
    const first = pageStart + (page.length - page.trimStart().length);
    for (const match of page.matchAll(/\S(?:[^\n]|\n(?![ \t]*\n))*/g)) {
      const start = pageStart + match.index;
      const end = start + match[0].trimEnd().length;
      blocks.push({ kind: 'prose', start, end, section, headings, sectionStart: first, parts: [] });
    }
    pageStart += page.length + PAGE_BREAK.length;
  });
  return blocks;
}

function moved(block: Block, by: number, section: number): Block {
  const { start, end, sectionStart } = block;
  return { ...block, start: start + by, end: end + by, sectionStart: sectionStart + by, section };
}
