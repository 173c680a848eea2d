const longestShown = 80;

/** Text from a file made fit for a message: one line, no control characters, cut when long. */
export function shown(text: string): string {
  const cut = text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) =>
    JSON.stringify(char)
      .slice(1, -1)
      .replace(/^\P{ASCII}$/u, '?'),
  );
}

/** A name or value from a file, in backquotes. */
export function quoted(text: string): string {
  return `\`${shown(text)}\``;
}
