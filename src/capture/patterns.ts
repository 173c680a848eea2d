/**
 * What of a regular expression is syntax although it is letters or digits: behind a backslash, in `(?i)`, in `{2,3}` and
 * the ends of ranges such as `[a-z]`. Indices count code points.
 */
export function regexSyntax(pattern: string): ReadonlySet<number> {
  const chars = Array.from(pattern);
  const fixed = new Set<number>();
  let inClass = false;
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at];
    if (char === '\\') fixed.add(++at);
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (inClass && char === '-') [at - 1, at + 1].map((one) => fixed.add(one));
    else if (char === '{' || (char === '(' && chars[at + 1] === '?'))
      at = fixUntil(chars, at + 1, char === '{' ? /[}]/ : /[:)>=!]/, fixed);
  }
  return fixed;
}

function fixUntil(chars: readonly string[], from: number, end: RegExp, fixed: Set<number>): number {
  let at = from;
  while (at < chars.length && /^[\w,?<:]$/.test(chars[at] ?? '') && !end.test(chars[at] ?? '')) fixed.add(at++);
  return at - 1;
}
