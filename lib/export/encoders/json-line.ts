/** Escapes that JSON.stringify makes of what tokenizers and readers of columns refuse: NUL and lone surrogates. */
const REFUSED = /\\u(?:0000|d[89a-f])/;

/**
 * JSON on one line for every reader of lines: JSON leaves U+0085, U+2028 and U+2029 as they are, and some
 * readers end a line there. In its texts NUL becomes its picture, a lone surrogate U+FFFD.
 */
export function jsonLine(value: object): string {
  const plain = JSON.stringify(value);
  const json = REFUSED.test(plain) ? JSON.stringify(value, (_, part) => cleaned(part)) : plain;
  return json.replace(
    /[\u0085\u2028\u2029]/g,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function cleaned(part: unknown): unknown {
  return typeof part === 'string' ? part.replaceAll('\0', '\u2400').toWellFormed() : part;
}
