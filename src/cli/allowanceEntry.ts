import { isMap, isScalar, isSeq, parseDocument, YAMLMap, YAMLSeq } from 'yaml';
import type { AllowanceText } from '../model/gateRules.ts';

const head = [
  ' yaml-language-server: $schema=./node_modules/hogbench/docs/allow.schema.json',
  ' Accepted regressions, reviewed like code: see docs/gate.md of hogbench.',
].join('\n');

/**
 * The text of a file of allowances with these entries: what is there for the same case and metric is replaced, the rest and all comments
 * stay.
 */
export function withAllowances(
  text: string,
  entries: readonly AllowanceText[],
): { readonly text: string; readonly replaced: number } {
  // As the file is read: every value is text.
  const document = parseDocument(text, { schema: 'failsafe' });
  const isNew = !isSeq(document.contents);
  const list = isSeq(document.contents) ? document.contents : new YAMLSeq();
  if (isNew) {
    document.contents = list as typeof document.contents;
    document.commentBefore = [document.commentBefore, document.comment, text.trim() === '' ? head : null]
      .filter((one) => typeof one === 'string' && one !== '')
      .join('\n');
    document.comment = null;
  }
  list.flow = false;
  let replaced = 0;
  for (const entry of entries) {
    const known = list.items.find((item) => isFor(item, entry));
    if (isMap(known)) {
      replaced++;
      known.delete(entry.until === undefined ? 'until' : 'since');
      for (const [key, value] of Object.entries(entry)) if (value !== undefined) known.set(key, value);
      continue;
    }
    const added = new YAMLMap();
    added.flow = true;
    for (const [key, value] of Object.entries(entry)) if (value !== undefined) added.set(key, value);
    list.add(added);
  }
  return { text: document.toString({ lineWidth: 0 }), replaced };
}

function isFor(item: unknown, entry: AllowanceText): boolean {
  if (!isMap(item)) return false;
  const textAt = (key: string): unknown => {
    const value = item.get(key, true);
    return isScalar(value) ? value.value : value;
  };
  return textAt('case') === entry.case && textAt('metric') === entry.metric;
}
