import { hash } from 'node:crypto';
import { logger } from '../platform/logger.ts';
import { htmlAsMarkdown } from './html-as-markdown.ts';
import { pdfText } from './pdf-text.ts';
import { type SourceFormat, sourceFormatOf } from './source-format.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** The longest text of one document, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 4_000_000;

const LONGEST_TITLE = 300;

/** Share of control characters above which a file is no text; a stray NUL in a long one is. */
const MOST_CONTROLS = 0.01;

export interface LoadedDocument {
  format: SourceFormat;
  title: string;
  /** LF line ends, no byte-order mark; chunks are slices of it. HTML is Markdown here. */
  text: string;
  /** 32 hex digits of the SHA-256 of title and text: what decides whether a document has changed. */
  contentHash: string;
}

export type LoadResult =
  | { status: 'loaded'; document: LoadedDocument }
  | { status: 'refused'; reason: string };

/** Reads one file. What cannot be read is `refused`, with a sentence that says why and what to do. */
export async function loadDocument(name: string, bytes: Uint8Array): Promise<LoadResult> {
  const format = sourceFormatOf(name);
  if (format === undefined)
    return refused('This kind of file cannot be read. Send Markdown, HTML, text or PDF.');
  if (bytes.length === 0) return refused('The file is empty.');
  try {
    const { text: raw, title } = await textOf(format, bytes);
    const text = normalised(raw);
    if (text.trim() === '') return refused('There is no text in this file.');
    if (text.length > MAX_TEXT_LENGTH)
      return refused('Its text is longer than 4 million characters. Split it into several files.');
    const shown = title ?? titleIn(text, format) ?? nameWithoutEnding(name);
    const contentHash = hash('sha256', JSON.stringify([shown, text]), 'hex').slice(0, 32);
    return {
      status: 'loaded',
      document: { format, title: shown.slice(0, LONGEST_TITLE), text, contentHash },
    };
  } catch (error) {
    if (error instanceof UnreadableFile) return refused(error.message);
    // A parser that breaks on a file says so in words for its authors.
    logger.warn({ err: error, name }, 'a document could not be read');
    return refused(
      'It cannot be read as what its name says it is. Save it anew, or as plain text, and send it again.',
    );
  }
}

async function textOf(
  format: SourceFormat,
  bytes: Uint8Array,
): Promise<{ text: string; title?: string | undefined }> {
  if (format === 'pdf') return { text: await pdfText(bytes) };
  const text = decoded(bytes);
  return format === 'html' ? htmlAsMarkdown(text) : { text };
}

/** UTF-8, or UTF-16 where its mark says so. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!isBinary(text)) return text;
  } catch {} // said below
  throw new UnreadableFile('It is not UTF-8 text. Save it as UTF-8 and send it again.');
}

/** Control characters that no text has many of: what a picture, an archive or UTF-16 without its mark decodes to. */
function isBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is counted
  const controls = text.match(/[\0-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  return controls > MOST_CONTROLS * text.length;
}

/** Line ends as the Markdown parser makes them, so that its offsets hold; no NUL, which no store takes. */
function normalised(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '\uFFFD')
    .toWellFormed();
}

/** The title of the front matter, else the first heading of the first level. */
function titleIn(text: string, format: SourceFormat): string | undefined {
  if (format !== 'markdown' && format !== 'html') return undefined;
  const front = /^---\n[\s\S]{0,20000}?^title:[ \t]*(.+)$[\s\S]{0,20000}?^---$/my.exec(text.slice(0, 40_000));
  const named = front?.[1]?.trim().replace(/^(["'])(.*)\1$/, '$2');
  const [, heading = ''] = /^#[ \t]+(.+)$/m.exec(text) ?? [];
  return (
    named ||
    heading
      .slice(0, LONGEST_TITLE)
      .replace(/[ \t]*#*$/, '')
      .trim() ||
    undefined
  );
}

function nameWithoutEnding(name: string): string {
  return (name.split('/').at(-1) ?? name).replace(/\.[a-z]+$/i, '');
}

function refused(reason: string): LoadResult {
  return { status: 'refused', reason };
}
