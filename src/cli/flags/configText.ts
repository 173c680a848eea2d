import { LineCounter, parseDocument } from 'yaml';
import { UserError } from '../../model/errors.ts';
import type { ConfigText } from '../../schema/config/config.ts';
import { configSchema } from '../../schema/config/configSchema.ts';

/** @throws UserError usage, placed, for YAML that does not parse and for unknown or mistyped keys */
export function parseConfig(text: string, file: string): ConfigText {
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
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const node = document.getIn(path, true) as { range?: [number] } | undefined;
  throw new UserError(
    'usage',
    `${file}: ${path.join('.') || 'the file'}: ${issue?.message ?? 'not understood'}`,
    'See docs/configuration.md for the keys.',
    place(node?.range?.[0] ?? 0),
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
