import { plainObject } from './plain-value.ts';

const DEEPEST = 64;
const CONSTANTS: Record<string, unknown> = { True: true, False: false, None: null, nan: null, inf: null };
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

/**
 * What `str()` of a Python dict, list or tuple shows, as a value; several emitters write metadata so. Undefined for
 * anything else. It is linear in the length of the text.
 */
export function pythonLiteral(text: string): unknown {
  try {
    const reader = new LiteralReader(text);
    const value = reader.value(0);
    return reader.isAtEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof NoLiteral) return undefined;
    throw error;
  }
}

class NoLiteral extends Error {}

class LiteralReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  isAtEnd(): boolean {
    this.skipSpace();
    return this.at === this.text.length;
  }

  value(depth: number): unknown {
    if (depth > DEEPEST) throw new NoLiteral();
    this.skipSpace();
    const start = this.text[this.at];
    if (start === '{') return this.dict(depth);
    if (start === '[') return this.list(']', depth);
    if (start === '(') return this.list(')', depth);
    if (start === "'" || start === '"') return this.string(start);
    return this.word();
  }

  private dict(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.at += 1;
    while (!this.takes('}')) {
      const key = this.value(depth + 1);
      if (typeof key === 'object' || !this.takes(':')) throw new NoLiteral();
      entries.push([String(key), this.value(depth + 1)]);
      this.endOfItem('}');
    }
    return plainObject(entries);
  }

  private list(end: string, depth: number): unknown[] {
    const items: unknown[] = [];
    this.at += 1;
    while (!this.takes(end)) {
      items.push(this.value(depth + 1));
      this.endOfItem(end);
    }
    return items;
  }

  /** A comma, or the end, which stays. */
  private endOfItem(end: string): void {
    if (!this.takes(',') && this.text[this.at] !== end) throw new NoLiteral();
  }

  private string(quote: string): string {
    let text = '';
    let from = ++this.at;
    for (; this.at < this.text.length; this.at += 1) {
      const character = this.text[this.at];
      if (character === quote) {
        text += this.text.slice(from, this.at);
        this.at += 1;
        return text;
      }
      if (character === '\\') {
        text += this.text.slice(from, this.at) + this.escape();
        from = this.at + 1;
      }
    }
    throw new NoLiteral();
  }

  /** Leaves the position on the last character of the escape. */
  private escape(): string {
    this.at += 1;
    const character = this.text[this.at] ?? '';
    const digits = { x: 2, u: 4, U: 8 }[character];
    if (digits === undefined) return ESCAPES[character] ?? character;
    const hex = this.text.slice(this.at + 1, this.at + 1 + digits);
    const code = Number.parseInt(hex, 16);
    if (!/^[0-9a-f]+$/i.test(hex) || code > 0x10ffff) throw new NoLiteral();
    this.at += digits;
    return String.fromCodePoint(code);
  }

  private word(): unknown {
    const word = /[\w.+-]{1,64}/y;
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0];
    if (found === undefined) throw new NoLiteral();
    this.at += found.length;
    if (Object.hasOwn(CONSTANTS, found)) return CONSTANTS[found];
    const number = Number(found);
    if (Number.isNaN(number)) throw new NoLiteral();
    return number;
  }

  private takes(character: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }
}
