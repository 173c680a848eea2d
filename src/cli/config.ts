import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { UserError } from '../model/errors.ts';
import { type MismatchPolicy, mismatchKinds } from '../model/mismatch.ts';
import { type CaptureConfig, captureSchema } from './captureConfig.ts';

export const configFileName = 'hogbench.config.yaml';

export interface ConfiguredTarget {
  readonly url: string;
  readonly replicas?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
  readonly cluster?: string | undefined;
  readonly allow_setup?: boolean | undefined;
  readonly tls?: TlsFiles | undefined;
}

/** Files in PEM, from the folder of the config. */
export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

export interface Config {
  readonly targets: Readonly<Record<string, ConfiguredTarget>>;
  /** Values for long flags, by their name without the dashes: `margin: 3%`. */
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
  /** Absent: every default of its own. */
  readonly capture?: CaptureConfig | undefined;
  /** What `hogbench lint` asks of a log; absent: no share is asked for. */
  readonly lint?: LintConfig | undefined;
  /** What differences between two saved runs mean, by kind. */
  readonly policies: Partial<MismatchPolicy>;
}

/** What `hogbench lint --coverage` asks of a log. */
export interface LintConfig {
  /** Absent: those of `capture`. */
  readonly required_tags?: readonly string[] | undefined;
  readonly owner_tag?: string | undefined;
  /** The share of executions and of cost that has to be tagged: `95%`. */
  readonly min_coverage?: string | number | undefined;
}

export const emptyConfig: Config = { targets: {}, defaults: {}, policies: {} };

const targetSchema: z.ZodType<ConfiguredTarget> = z.strictObject({
  url: z.string(),
  replicas: z.array(z.string()).optional(),
  user: z.string().optional(),
  password: z.string().optional(),
  database: z.string().optional(),
  cluster: z.string().optional(),
  allow_setup: z.boolean().optional(),
  tls: z
    .strictObject({ ca: z.string().optional(), cert: z.string().optional(), key: z.string().optional() })
    .optional(),
});

const lintSchema: z.ZodType<LintConfig> = z.strictObject({
  required_tags: z.array(z.string().min(1)).min(1).optional(),
  owner_tag: z.string().min(1).optional(),
  min_coverage: z.union([z.string(), z.number()]).optional(),
});

const configSchema: z.ZodType<Config> = z.strictObject({
  targets: z.record(z.string(), targetSchema).default({}),
  defaults: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  capture: captureSchema.optional(),
  lint: lintSchema.optional(),
  policies: z.partialRecord(z.enum(mismatchKinds), z.enum(['refuse', 'warn'])).default({}),
});

/**
 * Reads hogbench.config.yaml from the working folder; an absent file is an empty config.
 * @throws UserError usage, placed, for YAML that does not parse and for unknown or mistyped keys
 */
export async function readConfig(cwd: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(join(cwd, configFileName), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return emptyConfig;
    throw new UserError(
      'usage',
      `the config cannot be read: ${String(error)}`,
      'Make it a readable file.',
      configFileName,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const syntax = document.errors[0];
  if (syntax !== undefined)
    throw new UserError(
      'usage',
      `${configFileName} is not YAML: ${syntax.message.split('\n')[0]}`,
      'Mend the YAML.',
      placeAt(lines, syntax.pos[0]),
    );
  const checked = configSchema.safeParse(document.toJS() ?? {});
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const node = document.getIn(path, true) as { range?: [number] } | undefined;
  throw new UserError(
    'usage',
    `${configFileName}: ${path.join('.') || 'the file'}: ${issue?.message ?? 'not understood'}`,
    'See docs/configuration.md for the keys.',
    placeAt(lines, node?.range?.[0] ?? 0),
  );
}

function placeAt(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${configFileName}:${line}:${col}`;
}

/**
 * Fills in `${NAME}` from the environment.
 * @throws UserError usage when a name is not set
 */
export function expandEnvironment(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  where: string,
): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = env[name];
    if (value === undefined)
      throw new UserError(
        'usage',
        `the environment variable ${name} is not set`,
        `Set ${name}, or change the config.`,
        `${configFileName}, ${where}`,
      );
    return value;
  });
}
