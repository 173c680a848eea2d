import type { TextPart } from './textParts.ts';

const outside = [
  /\\[pP](?:\{\^?\w{1,30}\}|\w)/y,
  /\\[\s\S]/y,
  /\{\d{1,6}(?:,\d{0,6})?\}/y,
  /\(\?(?:P?<(?![=!])|[imsU-]*[:)]|<?[=!])/y,
] as const;
const inClass = [/\\[pP](?:\{\^?\w{1,30}\}|\w)/y, /\\[\s\S]/y, /\[:\^?\w{1,12}:\]/y, /[^\]\\]-[^\]\\]/y] as const;

/**
 * A regular expression taken apart: what is syntax although it is letters or digits stays: behind a backslash, in `(?i)`,
 * in `{2,3}`, names of classes and the ends of ranges such as `[a-z]`. Undefined where characters are written as numbers,
 * which cannot be replaced one by one.
 */
export function regexParts(pattern: string): readonly TextPart[] | undefined {
  if (/\\x|\\[1-7][0-7]/.test(pattern)) return undefined;
  const parts: TextPart[] = [];
  let from = 0;
  let at = 0;
  let isClass = false;
  while (at < pattern.length) {
    const end = syntaxEnd(pattern, at, isClass ? inClass : outside);
    if (end === at) {
      if (pattern[at] === '[' && !isClass) isClass = true;
      else if (pattern[at] === ']') isClass = false;
      at += 1;
      continue;
    }
    parts.push({ text: pattern.slice(from, at), stays: false }, { text: pattern.slice(at, end), stays: true });
    at = end;
    from = end;
  }
  parts.push({ text: pattern.slice(from), stays: false });
  return parts.filter((part) => part.text !== '');
}

function syntaxEnd(pattern: string, at: number, forms: readonly RegExp[]): number {
  for (const form of forms) {
    form.lastIndex = at;
    const match = form.exec(pattern);
    if (match !== null) return at + match[0].length;
  }
  return at;
}
