import { isAlias, isCollection, isMap, isNode, LineCounter, type Node, parseDocument } from 'yaml';
import { UserError } from '../../model/errors.ts';
import type { Config, ConfigText } from '../../schema/config/config.ts';
import { configSchema } from '../../schema/config/configSchema.ts';
import { nearest } from '../../text/nearest.ts';

/** @throws UserError usage, placed, for YAML that does not parse and for unknown or mistyped keys */
export function parseConfig(text: string, file: string): ConfigText & Required<Pick<Config, 'placeOf'>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const syntax = document.errors[0];
  if (syntax !== undefined)
    throw new UserError(
      'usage',
      `${file} is not YAML: ${syntax.message.split('\n')[0]}`,
      'Fix the YAML.',
      place(syntax.pos[0]),
    );
  const checked = configSchema.safeParse(plainValue(document, file));
  const placeOf = (path: readonly (string | number)[]): string => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = nodeAt(document, path.slice(0, depth));
      if (node?.range) return place(node.range[0]);
    }
    return place(0);
  };
  if (checked.success) return { ...checked.data, placeOf };
  const issue = checked.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const [unknown] = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const whole = unknown === undefined ? path : [...path, unknown];
  throw new UserError(
    'usage',
    `${file}: ${path.join('.') || 'the file'}: ${issue?.message ?? 'not understood'}`,
    unknown === undefined ? 'See docs/configuration.md for the keys.' : keyAdvice(path, unknown),
    placeOf(whole),
  );
}

/** Aliases that multiply are refused by the reader of YAML, with an error of its own. */
function plainValue(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError('usage', `${file} cannot be read as YAML: ${why}`, 'Write it without aliases.', file);
  }
}

/** A node of YAML, also below what an alias stands for. */
function nodeAt(document: ReturnType<typeof parseDocument>, path: readonly (string | number)[]): Node | undefined {
  let node: unknown = document.contents;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (!isCollection(node)) return undefined;
    node = node.get(isMap(node) ? String(step) : Number(step), true);
  }
  return isNode(node) ? node : undefined;
}

const keysOf: Readonly<Record<string, readonly string[]>> = {
  '': ['targets', 'defaults', 'capture', 'lint', 'gate', 'prices', 'policies', 'store', 'history'],
  gate: ['preset', 'min_decided', 'rules', 'allow'],
  'gate.rules': ['if', 'metric', 'verdict', 'level', 'margin', 'max'],
};

function keyAdvice(path: readonly string[], key: string): string {
  const near = nearest(key, keysOf[path.filter((one) => !/^\d+$/.test(one)).join('.')] ?? []);
  return near === undefined ? 'See docs/configuration.md for the keys.' : `Did you mean \`${near}\`?`;
}
