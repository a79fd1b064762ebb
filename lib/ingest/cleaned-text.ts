import { LIMITS } from './schema.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const CONTROL_PICTURES = 0x2400;
const MAX_BYTES_A_UNIT = 3;

export interface CleanedText {
  text: string;
  marks: readonly string[];
  /** Length in bytes before it was cut; undefined where nothing was cut. */
  cutFromBytes: number | undefined;
}

/**
 * Text that both stores, JSON and a browser take: C0 controls but tab and line ends become their Unicode
 * pictures, lone surrogates U+FFFD, and what exceeds `maxBytes` (256 KiB) of UTF-8 is cut at a code point. Undefined
 * where nothing had to be changed.
 */
export function cleanedText(text: string, maxBytes: number = LIMITS.fieldBytes): CleanedText | undefined {
  const marks: string[] = [];
  let cleaned = text;
  if (text.search(CONTROL) >= 0) {
    cleaned = text.replace(CONTROL, (control) =>
      String.fromCharCode(CONTROL_PICTURES + control.charCodeAt(0)),
    );
    marks.push('control_characters');
  }
  if (!cleaned.isWellFormed()) {
    cleaned = cleaned.toWellFormed();
    marks.push('lone_surrogates');
  }
  const bytes = cleaned.length * MAX_BYTES_A_UNIT <= maxBytes ? 0 : Buffer.byteLength(cleaned, 'utf8');
  if (bytes <= maxBytes)
    return marks.length === 0 ? undefined : { text: cleaned, marks, cutFromBytes: undefined };
  return { text: cutAt(cleaned, maxBytes), marks: [...marks, 'cut'], cutFromBytes: bytes };
}

/** The text as it is stored, where nobody asks what was changed. */
export function storableText(text: string): string {
  return cleanedText(text)?.text ?? text;
}

/** The longest start of `text` within `maxBytes` of UTF-8 that ends between code points. */
function cutAt(text: string, maxBytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}
