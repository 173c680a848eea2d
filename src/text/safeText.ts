// Names, SQL and server messages come from outside: a terminal obeys escape sequences, a browser obeys
// tags, GitHub obeys mentions. Here they become text again.

/** Controls, invisible formatting (bidi overrides, zero widths), lone surrogates, separators, noncharacters. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** Any text that has one of them matches, and text of ours does not. */
const perhapsInvisible = /[^\n\t -~]/;

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  return shortEscapes[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** One line of text in which everything invisible shows as an escape, for instance `\u{1b}`. */
export function visibleLine(text: string): string {
  // What is only printable ASCII, as most text is, need not be searched by the properties of Unicode.
  if (!/[^ -~]/.test(text)) return text;
  return text.replace(invisible, escapeOf);
}

/** Like `visibleLine`, but line breaks and tabs stay; for SQL. */
export function visibleText(text: string): string {
  if (!perhapsInvisible.test(text)) return text;
  return text
    .replaceAll('\r\n', '\n')
    .replace(invisible, (character) => (character === '\n' || character === '\t' ? character : escapeOf(character)));
}

/**
 * Text for a terminal, on one line. Also defuses what a CI log obeys: GitHub Actions reads `::name::` at
 * the start of a line and `##[name]` anywhere as a command, Azure `##vso[name]`, TeamCity `##teamcity[name]`. A cast
 * and an address have no second `::`.
 */
export function terminalText(text: string): string {
  const line = visibleLine(text);
  if (!line.includes('::') && !line.includes('##')) return line;
  return line.replace(/(^|\s)::(?=[A-Za-z][\w-]*(?:\s[^\n]*)?::)/g, '$1:\\u{3a}').replace(/##(?=\w*\[)/g, '#\\u{23}');
}

/** What a stream of output may hold besides text. */
export interface StreamAbility {
  /** Colours. */
  readonly color: boolean;
  /** The redrawing of a line. */
  readonly redraw: boolean;
  /** Commands for GitHub Actions, which are the output then. */
  readonly commands: boolean;
}

/**
 * Everything that leaves for stdout or stderr: the last look, for what was not made safe where it was put together.
 * Lines stay lines. The escapes are those of JSON, so that a JSON document stays one that says the same.
 */
export function outputText(text: string, { color, redraw, commands }: StreamAbility): string {
  const parts = color ? text.split(colors) : [text];
  const safe = parts.map((part, index) => (index % 2 === 1 ? part : inertText(part, redraw))).join('');
  // Looked for first, since hardly a text has them and a report has a hundred megabytes.
  if (commands || !(safe.includes('::') || safe.includes('##'))) return safe;
  return safe
    .replace(/^([^\S\n]*)::(?=[A-Za-z][\w-]*(?:[^\S\n][^\n]*)?::)/gm, '$1:\\u003a')
    .replace(/##(?=\w*\[)/g, '#\\u0023');
}

/** What turns colours on and off. Put together, because it begins with a control character. */
const colors = new RegExp(`(${'\\u001b'}\\[[\\d;]{0,20}m)`);

const redrawn = '\r\u001b[K';

function inertText(text: string, redraw: boolean): string {
  if (!perhapsInvisible.test(text)) return text;
  const start = redraw && text.startsWith(redrawn) ? redrawn : '';
  const rest = text.slice(start.length);
  return (
    start +
    rest.replace(invisible, (character) =>
      character === '\n' || character === '\t' ? character : jsonEscape(character),
    )
  );
}

/** `\u202e`, in two for a character beyond the first 65,536. */
export function jsonEscape(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}

/**
 * Applies `make` to every string inside a value, keys of records too, so that no field can be forgotten. What comes out as
 * it went in is not copied: a large report is hardly text, and hardly one of its texts needs it.
 */
export function mapStrings<T>(value: T, make: (text: string) => string): T {
  const madeKeys = new Map<string, string>();
  const keyOf = (key: string): string => {
    const known = madeKeys.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    madeKeys.set(key, made);
    return made;
  };
  const mapped = (inner: unknown): unknown => {
    if (typeof inner === 'string') return make(inner);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Array.isArray(inner) ? mappedList(inner) : mappedRecord(inner as Readonly<Record<string, unknown>>);
  };
  const mappedList = (items: readonly unknown[]): readonly unknown[] => {
    let changed: unknown[] | undefined;
    for (const [index, item] of items.entries()) {
      const made = mapped(item);
      if (changed === undefined && !Object.is(made, item)) changed = items.slice(0, index);
      changed?.push(made);
    }
    return changed ?? items;
  };
  const mappedRecord = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    const keys = Object.keys(record);
    let changed: [string, unknown][] | undefined;
    for (const [index, key] of keys.entries()) {
      const [name, made] = [keyOf(key), mapped(record[key])];
      if (changed === undefined && (name !== key || !Object.is(made, record[key])))
        changed = keys.slice(0, index).map((before) => [before, record[before]]);
      changed?.push([name, made]);
    }
    return changed === undefined ? record : Object.fromEntries(changed);
  };
  return mapped(value) as T;
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/**
 * One line of text for GitHub-flavoured Markdown: no markup, table cell, HTML, link, mention, issue
 * reference or `${{ }}` expression comes out of it, and plain words stay readable in the source.
 */
export function markdownText(text: string): string {
  return visibleLine(text)
    .replace(/[\\`*[\]<>|~&$!]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, entity)
    .replace(/:(?=\/\/)|(?<=\bwww)\./gi, entity)
    .replace(/@|#(?=[0-9])(?<!&#)/g, (character) => `${entity(character)}&#8203;`);
}

/** Text in code type inside Markdown. An HTML element, because a backtick span cannot hold every text in a table. */
export function markdownCode(text: string): string {
  return `<code>${markdownText(text).replaceAll('&#8203;', '')}</code>`;
}

/** Text for XML or HTML, as content or inside a quoted attribute. Line breaks stay. */
export function markupText(text: string): string {
  return visibleText(text).replace(/[&<>"'$`]/g, entity);
}

/** Lines for a terminal; whatever came from outside has lost its control characters. */
export function terminalLines(lines: readonly string[]): string {
  return lines.map((line) => `${terminalText(line)}\n`).join('');
}
