const newline = 10;
/** Decoding many lines at once is faster than one by one; a whole file at once could exceed a string's limit. */
const pieceBytes = 1024 * 1024;

/** The lines of a text, without their ends; empty ones too. `whole` is false for a last line without an end. */
export function* textLines(text: Buffer): Generator<{ readonly line: string; readonly whole: boolean }> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf(newline, Math.min(start + pieceBytes, text.length - 1));
    const whole = end !== -1;
    const lines = text.toString('utf8', start, whole ? end : text.length).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) yield { line, whole: true };
    yield { line: last, whole };
    if (!whole) return;
    start = end + 1;
  }
}

export function firstLine(text: Buffer): string | undefined {
  return textLines(text).next().value?.line;
}
