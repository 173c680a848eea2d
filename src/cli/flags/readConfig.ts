import { dirname, resolve } from 'node:path';
import { mostBytes, readRegular } from '../../files/regularFile.ts';
import { UserError } from '../../model/errors.ts';
import { type Config, configFileName, emptyConfig } from '../../schema/config/config.ts';
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
  const { parseConfig } = await import('./configText.ts');
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
