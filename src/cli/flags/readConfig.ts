import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { mostBytes, readRegular } from '../../files/regularFile.ts';
import { UserError } from '../../model/errors.ts';
import { type Config, type ConfigText, configFileName, configSchema, emptyConfig } from '../../schema/config/config.ts';
import type { ConfigOrigin } from '../../schema/config/configOrigin.ts';
import type { Io } from '../io.ts';

/**
 * Reads the config that `--config` or HOGBENCH_CONFIG names, else the one in the working folder, which need not be there.
 * @throws UserError usage for a named file that is missing, and, placed, for YAML that does not parse and for unknown or
 *   mistyped keys
 */
export async function readConfig(flags: { readonly config?: unknown }, io: Io): Promise<Config> {
  const flag = typeof flags.config === 'string' ? flags.config : undefined;
  const name = flag ?? (io.env.HOGBENCH_CONFIG || undefined);
  if (name === 'none') return emptyConfig;
  const kind = name === undefined ? 'found' : 'named';
  const file = name ?? configFileName;
  const path = resolve(io.cwd, file);
  const text = await textOf(path, file, kind);
  if (text === undefined) return emptyConfig;
  return { ...parseConfig(text, file), origin: { kind, file, folder: dirname(path) } };
}

/** Undefined where there is no file and none was named. */
async function textOf(path: string, file: string, kind: ConfigOrigin['kind']): Promise<string | undefined> {
  try {
    return (await readRegular(path, mostBytes.yaml)).toString('utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' && kind === 'found') return undefined;
    const why = code === 'ENOENT' ? 'there is no such file' : error instanceof Error ? error.message : String(error);
    throw new UserError(
      'usage',
      `the config cannot be read: ${why}`,
      kind === 'named' ? 'Correct --config or HOGBENCH_CONFIG; none reads no config.' : 'Make it a readable file.',
      file,
    );
  }
}

function parseConfig(text: string, file: string): ConfigText {
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
