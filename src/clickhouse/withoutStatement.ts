/**
 * A server's message without the text of the statement, which it likes to repeat: ` in scope SELECT …` and ` while
 * processing query: '…'`. What stands behind it, such as a suggestion, stays. Messages of many cases become equal by it.
 */
export function withoutStatement(message: string): string {
  return message
    .replace(/,? in (?:query )?scope [\s\S]*?(\. Maybe you meant: \[.*\]\.?)?$/i, '$1')
    .replace(/:? while processing query: '[\s\S]*?'(?=, required columns: |\.?$)/i, '');
}
