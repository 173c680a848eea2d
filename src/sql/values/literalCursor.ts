import { escapes } from '../literals.ts';
import { Digits, type Given, Verbatim } from './given.ts';

const bareValue = /[^\s,()[\]{}:']+/y;
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The text is no literal of its type. */
export class Unreadable extends Error {}

/** Reads a literal as ClickHouse writes it, from left to right. */
export class LiteralCursor {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Takes a symbol if it comes next, and the blanks before it. */
  takes(symbol: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] !== symbol) return false;
    this.at += 1;
    return true;
  }

  /** @throws Unreadable when another symbol comes next */
  expect(symbol: string): void {
    if (!this.takes(symbol)) throw new Unreadable();
  }

  /** @throws Unreadable when something is left */
  expectEnd(): void {
    this.skipBlanks();
    if (this.at < this.text.length) throw new Unreadable();
  }

  /** `item, item` up to the closing symbol, which is taken too; a comma may end it. */
  items(close: string, read: (index: number) => void): void {
    for (let index = 0; !this.takes(close); index++) {
      read(index);
      if (!this.takes(',')) {
        this.expect(close);
        return;
      }
    }
  }

  /** A string in quotes, a number, NULL, true, false, or a word such as `nan`. @throws Unreadable */
  scalar(): Given {
    this.skipBlanks();
    if (this.text[this.at] === "'") return this.string();
    bareValue.lastIndex = this.at;
    const word = bareValue.exec(this.text)?.[0];
    if (word === undefined) throw new Unreadable();
    this.at = bareValue.lastIndex;
    if (/^[+-]?(\d|\.\d)/.test(word)) return new Digits(word);
    const lower = word.toLowerCase();
    if (lower === 'null') return null;
    if (lower === 'true' || lower === 'false') return lower === 'true';
    if (/^[+-]?(nan|inf|infinity)$/.test(lower)) return lower;
    throw new Unreadable();
  }

  /** True, and taken, when NULL comes next. */
  takesNull(): boolean {
    this.skipBlanks();
    if (!/^null(?![\w.])/i.test(this.text.slice(this.at, this.at + 5))) return false;
    this.at += 4;
    return true;
  }

  /** Whatever stands up to the comma or bracket that ends this item. @throws Unreadable for nothing */
  verbatim(): Verbatim {
    this.skipBlanks();
    const start = this.at;
    const open: string[] = [];
    for (; this.at < this.text.length; this.at++) {
      const one = this.text[this.at] ?? '';
      if (one === "'") this.skipString();
      else if (closing[one] !== undefined) open.push(closing[one]);
      else if (one === open.at(-1)) open.pop();
      else if (open.length === 0 && /[,)\]}]/.test(one)) break;
    }
    const text = this.text.slice(start, this.at).trimEnd();
    if (text === '') throw new Unreadable();
    return new Verbatim(text);
  }

  private skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  /** Leaves the position on the closing quote. */
  private skipString(): void {
    for (this.at += 1; this.at < this.text.length && this.text[this.at] !== "'"; this.at++)
      if (this.text[this.at] === '\\') this.at += 1;
  }

  private string(): Given {
    const start = this.at;
    const parts: string[] = [];
    let bytes = false;
    for (this.at += 1; ; ) {
      const stop = this.nextMark();
      parts.push(this.text.slice(this.at, stop));
      this.at = stop + 2;
      if (this.text[stop] === '\\') {
        const hex = /^x([\da-f]{2})/i.exec(this.text.slice(stop + 1, stop + 4))?.[1];
        if (hex !== undefined) this.at += 2;
        // Bytes beyond ASCII may be no text at all.
        if (hex !== undefined && Number.parseInt(hex, 16) > 127) bytes = true;
        else parts.push(unescaped(this.text[stop + 1] ?? '', hex));
      } else if (this.text[stop + 1] === "'") parts.push("'");
      else break;
    }
    this.at -= 1;
    return bytes ? new Verbatim(this.text.slice(start, this.at)) : parts.join('');
  }

  private nextMark(): number {
    for (let at = this.at; at < this.text.length; at++) if (this.text[at] === "'" || this.text[at] === '\\') return at;
    throw new Unreadable();
  }
}

/** What the server makes of a backslash and a letter; before any other letter the backslash stays. */
function unescaped(letter: string, hex: string | undefined): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (letter === 'N' || letter === '') throw new Unreadable();
  if (/[\\'"`/=]/.test(letter)) return letter;
  return escapes[letter] ?? `\\${letter}`;
}
