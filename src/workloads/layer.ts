import { realpath } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Place, Problem } from '../model/errors.ts';
import type { LoadClass } from '../model/loadClass.ts';
import type { EpochSeconds, Milliseconds } from '../model/units.ts';
import type {
  Case,
  LintChoices,
  PlacedSetting,
  ResultsChoice,
  Settings,
  SetupScript,
  Source,
  StandsFor,
} from '../model/workload.ts';
import { quoted } from '../text/quote.ts';
import { type CaseFile, readCaseFile } from './caseFile.ts';
import { kindOf, type ReadBudget, type ReadText, readBudget, readSource, sqlFilesIn } from './files.ts';
import { type Measure, manifestFile, type ReadManifest, readManifest } from './manifest.ts';
import { duplicates, overlay, removeCases } from './overlay.ts';
import { readSchedulingScripts, readScripts, readTimingPath } from './setup.ts';
import { adviceForMissingWorkload, isShipped, shippedFolder } from './shipped.ts';
import { sourceText } from './sourceText.ts';
import { type WeightUnit, weighedByDay } from './weightUnit.ts';

/** One workload folder, on top of what it extends, before defaults are applied to its cases. */
export interface Layer {
  readonly name: string;
  readonly description: string;
  readonly cases: readonly Case[];
  readonly database: string | undefined;
  /** What makes the tables, and then what changes them. */
  readonly schema: readonly SetupScript[];
  readonly data: readonly SetupScript[];
  readonly settings: Settings;
  readonly setupSettings: Settings;
  readonly timeoutMs: Milliseconds | undefined;
  readonly requiredTags: readonly string[];
  /** True when it is a base that asks for them. */
  readonly tagsOfBase: boolean;
  readonly now: EpochSeconds | undefined;
  readonly results: ResultsChoice | undefined;
  readonly lint: LintChoices;
  readonly measure: Measure;
  readonly sources: readonly Source[];
  readonly classes: readonly LoadClass[];
  readonly scheduling: readonly SetupScript[];
  /** An absolute path. */
  readonly timing: string | undefined;
  /** Of its own cases; those of its base are weighed already. */
  readonly weightUnit: WeightUnit;
  /** Never that of a base: cases may have come and gone since. */
  readonly standsFor: StandsFor | undefined;
  /** Annotations that a blank line parts from their statement, so that nobody reads them. */
  readonly detached: readonly Place[];
  readonly problems: readonly Problem[];
}

export const emptyLayer: Layer = {
  name: '',
  description: '',
  cases: [],
  database: undefined,
  schema: [],
  data: [],
  settings: {},
  setupSettings: {},
  sources: [],
  classes: [],
  scheduling: [],
  timing: undefined,
  weightUnit: 'day',
  standsFor: undefined,
  timeoutMs: undefined,
  requiredTags: [],
  tagsOfBase: false,
  now: undefined,
  results: undefined,
  lint: { levels: {}, timeColumns: ['timestamp'], settings: [] },
  measure: 'reads',
  detached: [],
  problems: [],
};

/** How a layer is read that is not the whole of its folder. */
interface LayerChoice {
  /** Statements that stand in the place of those in the folder, and in that of its base. */
  readonly texts?: readonly ReadText[];
  /** The real paths of the folders that led here. */
  readonly chain?: readonly string[];
}

/** Reads a folder and all that it extends. */
export async function readFolderLayer(
  cwd: string,
  folder: string,
  { texts, chain = [] }: LayerChoice = {},
): Promise<Layer> {
  const here = await realpath(resolve(cwd, folder));
  const budget = readBudget();
  const read = await readManifestOf(cwd, folder, budget);
  const { manifest } = read;
  const base = await readBase(cwd, folder, read, {
    chain: [...chain, here],
    ...(texts === undefined ? {} : { texts: [] }),
  });
  const schema = await readScripts(cwd, folder, read, budget, 'schema');
  const alter = await readScripts(cwd, folder, read, budget, 'alter');
  const data = await readScripts(cwd, folder, read, budget, 'data');
  const setup = [...schema.scripts, ...alter.scripts, ...data.scripts];
  const isOwn = manifest.schema !== undefined || manifest.data !== undefined;
  const scheduling = await readSchedulingScripts(cwd, folder, read, budget);
  const timing = await readTimingPath(cwd, folder, read);
  const scripts = new Set([...setup, ...scheduling.scripts].map((script) => resolve(cwd, script.file)));
  const measure = manifest.measure ?? base.measure;
  const settings = { ...base.settings, ...manifest.settings };
  const weightUnit = manifest.weights_per ?? base.weightUnit;
  const own: CaseFile[] = [];
  const add = ({ source, problems, stem }: ReadText): void => {
    const file = readCaseFile(source, { defaults: settings, measure, stem });
    own.push({
      ...file,
      cases: file.cases.map((one) => weighedByDay(one, weightUnit)),
      problems: [...problems, ...file.problems],
    });
  };
  for (const text of texts ?? []) add(text);
  const files = (read.readable && texts === undefined ? await sqlFilesIn(here) : [])
    .map((file) => join(folder, file))
    .filter((file) => !scripts.has(resolve(cwd, file)));
  // One after the other: there are thousands of them at times, and few file handles.
  for (const file of files) add(await readSource(cwd, folder, file, budget));
  const cases = own.flatMap((file) => file.cases);
  const removal = texts === undefined ? removeCases(base.cases, read) : { cases: [], problems: [] };
  return {
    name: manifest.name ?? basename(here),
    description: manifest.description?.trim() ?? base.description,
    cases: overlay(removal.cases, cases),
    database: manifest.database ?? base.database,
    schema: [...(isOwn ? schema.scripts : base.schema), ...alter.scripts],
    data: isOwn ? data.scripts : base.data,
    settings,
    setupSettings: { ...base.setupSettings, ...manifest.setup_settings },
    sources: [...new Set([...base.sources, ...(manifest.sources ?? [])])],
    classes: manifest.classes ?? base.classes,
    scheduling: manifest.scheduling ? scheduling.scripts : base.scheduling,
    timing: timing.path ?? base.timing,
    weightUnit,
    // Statements in the place of those in the folder are not what it counted.
    standsFor: texts === undefined ? manifest.stands_for : undefined,
    timeoutMs: manifest.timeout ?? base.timeoutMs,
    requiredTags: manifest.required_tags ?? base.requiredTags,
    tagsOfBase: manifest.required_tags === undefined,
    now: manifest.now ?? base.now,
    results: manifest.results ?? base.results,
    lint: {
      levels: { ...base.lint.levels, ...manifest.lint },
      timeColumns: manifest.time_columns ?? base.lint.timeColumns,
      settings: [...base.lint.settings, ...placedSettings(read)],
    },
    measure,
    detached: [...base.detached, ...own.flatMap((file) => file.detached)],
    problems: [
      ...base.problems,
      ...read.problems,
      ...schema.problems,
      ...alter.problems,
      ...data.problems,
      ...scheduling.problems,
      ...timing.problems,
      ...removal.problems,
      ...own.flatMap((file) => file.problems),
      ...duplicates(cases),
    ],
  };
}

function placedSettings({ manifest, placeOf }: ReadManifest): readonly PlacedSetting[] {
  const places = (settings: Settings | undefined, ...path: readonly string[]): readonly PlacedSetting[] =>
    Object.entries(settings ?? {}).map(([name, value]) => ({ name, value, place: placeOf([...path, name], 'key') }));
  return [
    ...(['settings', 'setup_settings'] as const).flatMap((key) => places(manifest[key], key)),
    ...(manifest.classes ?? []).flatMap(({ name, settings }) => places(settings, 'classes', name, 'settings')),
  ];
}

async function readManifestOf(cwd: string, folder: string, budget: ReadBudget): Promise<ReadManifest> {
  const file = join(folder, manifestFile);
  if ((await kindOf(resolve(cwd, file))) === 'missing') return readManifest(sourceText(file, ''));
  const { source, problems } = await readSource(cwd, folder, file, budget);
  return problems.length > 0
    ? { ...readManifest(sourceText(file, '')), readable: false, problems }
    : readManifest(source);
}

async function readBase(
  cwd: string,
  folder: string,
  read: ReadManifest,
  choice: LayerChoice & { readonly chain: readonly string[] },
): Promise<Layer> {
  if (read.manifest.extends === undefined) return emptyLayer;
  const { extends: named } = read.manifest;
  const beside = join(folder, named);
  const kind = await kindOf(resolve(cwd, beside));
  const shipped = kind === 'missing' && (await isShipped(named));
  const { root, path } = shipped ? { root: shippedFolder, path: named } : { root: cwd, path: beside };
  const broken = (what: string, fix: string): Layer => ({
    ...emptyLayer,
    problems: [{ rule: 'manifest', place: read.placeOf(['extends']), what, fix }],
  });
  if (kind !== 'folder' && !shipped)
    return broken(`there is no workload folder ${quoted(path)}`, await adviceForMissingWorkload(cwd, path, named));
  if (choice.chain.includes(await realpath(resolve(root, path)))) {
    return broken(`${quoted(path)} extends this workload in turn`, 'drop one of the two `extends`');
  }
  return readFolderLayer(root, path, choice);
}
