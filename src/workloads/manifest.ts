import { z } from 'zod';
import type { Problem } from '../model/errors.ts';
import type { LoadClass } from '../model/loadClass.ts';
import { judgedRules, type LintLevels } from '../model/rules.ts';
import type { EpochSeconds, Milliseconds } from '../model/units.ts';
import { type ResultsChoice, type Settings, type Source, type StandsFor, sources } from '../model/workload.ts';
import { quoted } from '../text/quote.ts';
import { classesField, classKeys } from './classField.ts';
import { momentField, nameField, resultsField, settingsField, textField, timeoutField } from './fields.ts';
import { momentExample } from './moment.ts';
import { type PlacedYaml, readYaml } from './placedYaml.ts';
import { schemaProblems } from './schemaProblems.ts';
import type { SourceText } from './sourceText.ts';
import { type WeightUnit, weightUnits } from './weightUnit.ts';

export const manifestFile = 'workload.yaml';

/** `workload.yaml` as written; all of it is optional. */
export interface Manifest {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Path of the base workload, from this folder. */
  readonly extends?: string | undefined;
  /** Names of the base's cases to leave out. */
  readonly remove?: readonly string[] | undefined;
  readonly database?: string | undefined;
  readonly schema?: readonly string[] | undefined;
  /** Scripts that change the tables of the schema, its own or the base's, before there are data in them. */
  readonly alter?: readonly string[] | undefined;
  readonly data?: readonly string[] | undefined;
  readonly settings?: Settings | undefined;
  /** For the sessions of `schema` and `data`. */
  readonly setup_settings?: Settings | undefined;
  readonly timeout?: Milliseconds | undefined;
  readonly required_tags?: readonly string[] | undefined;
  /** What the clock functions of its cases see. */
  readonly now?: EpochSeconds | undefined;
  /** Whether results of its cases have to agree. */
  readonly results?: ResultsChoice | undefined;
  readonly lint?: LintLevels | undefined;
  readonly time_columns?: readonly string[] | undefined;
  /** `writes` lets statements be cases that write into tables made for them. */
  readonly measure?: Measure | undefined;
  /** What it reads beside the tables of the embedded server. */
  readonly sources?: readonly Source[] | undefined;
  /** What is promised to which cases under load. */
  readonly classes?: readonly LoadClass[] | undefined;
  /** Scripts that say how a server shares itself out among them. */
  readonly scheduling?: readonly string[] | undefined;
  /** When production sent which case. */
  readonly timing?: string | undefined;
  /** What weights count executions in. */
  readonly weights_per?: WeightUnit | undefined;
  /** Shares of production that its cases stand for, and the cases that they were reckoned from. */
  readonly stands_for?: StandsFor | undefined;
}

const shareField = z.number('must be a share from 0 to 1').min(0).max(1);

export type Measure = 'reads' | 'writes';

const examples: Readonly<Record<keyof Manifest, string>> = {
  name: 'name: posthog',
  description: 'description: What the product asks of ClickHouse',
  extends: 'extends: ../base',
  remove: 'remove: [trends_dau]',
  database: 'database: analytics',
  schema: 'schema: [schema.sql]',
  alter: 'alter: [alter.sql]',
  data: 'data: [data.sql]',
  settings: 'settings: {max_threads: 4}',
  setup_settings: 'setup_settings: {max_insert_threads: 1}',
  timeout: 'timeout: 30s',
  required_tags: 'required_tags: [product, team_id]',
  now: `now: ${momentExample}`,
  results: 'results: ignore',
  lint: 'lint: {any-value: off}',
  time_columns: 'time_columns: [timestamp]',
  measure: 'measure: writes',
  sources: 'sources: [url]',
  classes: 'classes: {online: {match: {workload: ONLINE}, slo: {p95: 3s, errors: 0.1%}}}',
  scheduling: 'scheduling: [scheduling.sql]',
  timing: 'timing: timing.jsonl.gz',
  weights_per: 'weights_per: hour',
  stands_for: 'stands_for: {executions: 0.93, cost: 0.97, cases: 41, weights: 123456}',
};

const pathField = textField.min(1, { error: 'must name a file or folder' });
const listOf = (item: z.ZodType<string>): z.ZodType<string[]> => z.array(item, { error: 'must be a list' });
const lintField: z.ZodType<LintLevels> = z.partialRecord(
  z.enum(judgedRules),
  z.enum(['error', 'warning', 'note', 'off'], { error: 'must be error, warning, note or off' }),
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? 'must be a map of rules' : `must be one of ${judgedRules.join(', ')}`,
  },
);
const schema: z.ZodType<Manifest> = z.strictObject(
  {
    name: nameField.optional(),
    description: textField.optional(),
    extends: pathField.optional(),
    remove: listOf(nameField).optional(),
    database: z.string({ error: 'must be text' }).min(1, { error: 'must be the name of a database' }).optional(),
    schema: listOf(pathField).optional(),
    alter: listOf(pathField).optional(),
    data: listOf(pathField).optional(),
    settings: settingsField.optional(),
    setup_settings: settingsField.optional(),
    timeout: timeoutField.optional(),
    required_tags: listOf(z.string({ error: 'must be the name of a tag' })).optional(),
    now: momentField.optional(),
    results: resultsField.optional(),
    lint: lintField.optional(),
    time_columns: listOf(z.string({ error: 'must be the name of a column' })).optional(),
    measure: z.enum(['reads', 'writes'], { error: 'must be reads or writes' }).optional(),
    sources: z
      .array(z.enum(sources, { error: `must be one of ${sources.join(', ')}` }), { error: 'must be a list' })
      .optional(),
    classes: classesField.optional(),
    scheduling: listOf(pathField).optional(),
    timing: pathField.optional(),
    weights_per: z.enum(weightUnits, { error: `must be one of ${weightUnits.join(', ')}` }).optional(),
    stands_for: z
      .strictObject({
        executions: shareField,
        cost: shareField,
        cases: z.int('must be a number of cases').min(0).exactOptional(),
        weights: z.number('must be a sum of weights').min(0).exactOptional(),
      })
      .optional(),
  },
  { error: 'must be a map of keys' },
);

export interface ReadManifest {
  /** False when it is not YAML, so that nobody can tell which files are scripts and which are cases. */
  readonly readable: boolean;
  readonly manifest: Manifest;
  readonly problems: readonly Problem[];
  readonly placeOf: PlacedYaml['placeOf'];
}

/**
 * Reads `workload.yaml`; an empty file is an empty manifest. With a wrong value or an unknown key it
 * holds its scripts alone, so that their statements are not taken for cases.
 */
export function readManifest(source: SourceText): ReadManifest {
  const { value, problems, placeOf } = readYaml(source.text, source.placeAt, 'manifest');
  if (problems.length > 0) return { readable: false, manifest: {}, problems, placeOf };
  const result = schema.safeParse(value ?? {});
  if (!result.success) {
    const found = schemaProblems(result.error, placeOf, examples, 'manifest', {
      lint: judgedRules,
      classes: classKeys,
    });
    return { readable: true, manifest: scriptsOf(value), problems: found, placeOf };
  }
  const manifest = result.data;
  if (!manifest.remove || manifest.extends !== undefined) return { readable: true, manifest, problems: [], placeOf };
  const what = `${quoted('remove')} needs a base to remove from`;
  const problem: Problem = {
    rule: 'manifest',
    place: placeOf(['remove'], 'key'),
    what,
    fix: `add ${quoted(examples.extends)}, or drop it`,
  };
  return { readable: true, manifest, problems: [problem], placeOf };
}

function scriptsOf(value: unknown): Manifest {
  const paths = z.array(z.string()).catch([]);
  return z.object({ schema: paths, alter: paths, data: paths, scheduling: paths }).safeParse(value).data ?? {};
}
