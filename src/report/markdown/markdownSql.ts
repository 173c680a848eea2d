import type { CaseComparison } from '../../model/comparison.ts';
import { cutTo } from '../../text/displayWidth.ts';
import { markupText, visibleText } from '../../text/safeText.ts';
import { authored, type DiffLine, sqlDiff } from '../words/sqlDiff.ts';
import type { SqlLayout } from '../words/sqlLayout.ts';

const longestLine = 300;
const mostLines = 60;

/** What the author changed, laid out; nothing where both arms have one text. */
export function sqlBlock({ baseline, candidate }: CaseComparison, layOut: SqlLayout): readonly string[] {
  if (baseline === null || candidate === null) return [];
  const texts = [authored(baseline), authored(candidate)] as const;
  if (texts[0] === texts[1]) return [];
  const [before = '', after = ''] = layOut(texts) ?? texts;
  if (before === after) return ['Its SQL differs in spaces and line breaks alone.'];
  const lines = sqlDiff(visibleText(before), visibleText(after)).map(lineText);
  const rest = lines.length > mostLines ? [`@@ ${lines.length - mostLines} more lines @@`] : [];
  return block([...lines.slice(0, mostLines), ...rest]);
}

/** In a difference, GitHub shows what stands between `@@` apart. */
function lineText({ sign, parts }: DiffLine): string {
  const text = parts.map((part) => part.text).join('');
  return sign === '…' ? `@@ ${text} @@` : sign + cutTo(text, longestLine);
}

/** A fence ends at three backticks, and some read `${{` wherever it stands: then `pre`, in which all of it can be escaped. */
function block(lines: readonly string[]): readonly string[] {
  const text = lines.join('\n');
  return /`{3}|~{3}|\$\{\{/.test(text) ? [`<pre lang="diff">${markupText(text)}</pre>`] : ['```diff', ...lines, '```'];
}
