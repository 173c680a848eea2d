/**
 * A server's message without the text of the statement, which it likes to repeat: ` in scope SELECT …` and ` while
 * processing query: '…'`. What stands behind it, such as a suggestion, stays. Messages of many cases become equal by it.
 */
export function withoutStatement(message: string): string {
  return withoutProcessing(withoutScope(message));
}

const suggestion = '. Maybe you meant: [';

/** Patterns that reach to the end would take a long message's length squared: its ends are looked for instead. */
function withoutScope(message: string): string {
  const start = message.search(/,? in (?:query )?scope /i);
  if (start < 0) return message;
  const at = message.lastIndexOf(suggestion);
  const kept = at > start && /\]\.?$/.test(message.slice(-2)) ? message.slice(at) : '';
  return message.slice(0, start) + kept;
}

function withoutProcessing(message: string): string {
  const found = /:? while processing query: '/i.exec(message);
  if (found === null) return message;
  const from = found.index + found[0].length;
  const columns = message.indexOf("', required columns: ", from);
  if (columns >= 0) return message.slice(0, found.index) + message.slice(columns + 1);
  const end = /'(\.?)$/.exec(message.slice(Math.max(from, message.length - 2)));
  return end === null ? message : message.slice(0, found.index) + end[1];
}
