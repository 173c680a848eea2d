// Names, SQL and server messages come from outside: a terminal obeys escape sequences, a browser obeys
// tags, GitHub obeys mentions. Here they become text again.

/** Controls, invisible formatting (bidi overrides, zero widths), lone surrogates, separators, noncharacters. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  return shortEscapes[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** One line of text in which everything invisible shows as an escape, for instance `\u{1b}`. */
export function visibleLine(text: string): string {
  return text.replace(invisible, escapeOf);
}

/** Like `visibleLine`, but line breaks and tabs stay; for SQL. */
export function visibleText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(invisible, (character) => (character === '\n' || character === '\t' ? character : escapeOf(character)));
}

/**
 * Text for a terminal, on one line. Also defuses what a CI log obeys: GitHub Actions reads `::name::` at
 * the start of a line and `##[name]` anywhere as a command. A cast and an address have no second `::`.
 */
export function terminalText(text: string): string {
  return visibleLine(text)
    .replace(/(^|\s)::(?=[A-Za-z][\w-]*(?:\s[^\n]*)?::)/g, '$1:\\u{3a}')
    .replaceAll('##[', '#\\u{23}[');
}

/** Applies `make` to every string inside a value, keys of records too, so that no field can be forgotten. */
export function mapStrings<T>(value: T, make: (text: string) => string): T {
  const mapped = (inner: unknown): unknown => {
    if (typeof inner === 'string') return make(inner);
    if (Array.isArray(inner)) return inner.map(mapped);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, item]) => [make(key), mapped(item)]));
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
