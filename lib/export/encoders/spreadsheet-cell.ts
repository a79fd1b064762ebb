/** What a spreadsheet shows of a cell; a longer text would run over into other rows. */
const MAX_CHARACTERS = 32_767;
const CUT = ' […]';

/** Signs that make a spreadsheet compute a cell, full-width forms included, also behind what it skips. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: some programs skip NUL or take it for the end.
const FORMULA = /^[\s\u0000"'`\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠]|^[\t\r\n\u0000]/u;

/**
 * A text as a cell that no spreadsheet takes for a formula: an apostrophe goes before what could be one. Source:
 * OWASP ASVS 5.0, 1.2.10. NUL and lone surrogates, which no cell can hold, become U+2400 and U+FFFD.
 */
export function spreadsheetCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  const clean = safe.replaceAll('\0', '\u2400').toWellFormed();
  return clean.length <= MAX_CHARACTERS
    ? clean
    : clean
        .slice(0, MAX_CHARACTERS - CUT.length)
        .toWellFormed()
        .replace(/\ufffd$/u, '') + CUT;
}
