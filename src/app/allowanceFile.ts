import { mostBytes, readRegular } from '../files/regularFile.ts';
import { readAllowances } from '../gate/readAllowances.ts';
import type { Place } from '../model/errors.ts';
import { formatPlace, UserError } from '../model/errors.ts';
import type { Allowance, GateProblem } from '../model/gateRules.ts';
import { allowSchema } from '../schema/config/gateConfigSchema.ts';
import { type PlacedYaml, readYaml } from '../workloads/placedYaml.ts';
import { schemaProblems } from '../workloads/schemaProblems.ts';

export interface ReadAllowanceFile {
  readonly allowances: readonly Allowance[];
  readonly problems: readonly GateProblem[];
}

/** Keys of an allowance with an example of each, for messages. */
const examples: Readonly<Record<string, string>> = {
  case: "case: 'funnel_*'",
  metric: 'metric: server_time',
  up_to: 'up_to: 1.4x',
  reason: 'reason: joins the new price table',
  until: 'until: 2027-01-01',
  since: 'since: 4d5e6f',
};

/**
 * Reads a file of allowances.
 * @param shown the file as people know it
 * @param absent what a file is that is not there
 * @throws UserError usage for a file that cannot be read
 */
export async function readAllowanceFile(
  path: string,
  shown: string,
  absent: 'refused' | 'empty' = 'refused',
): Promise<ReadAllowanceFile> {
  const bytes = await readRegular(path, mostBytes.yaml).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' && absent === 'empty') return Buffer.alloc(0);
    const why = code === 'ENOENT' ? 'there is no such file' : error instanceof Error ? error.message : String(error);
    const fix =
      code === 'ENOENT'
        ? 'hogbench allow writes it, and an empty file will do until then; or correct gate.allow of the config.'
        : 'Correct gate.allow of the config: it names a file of allowances, such as hogbench.allow.yaml.';
    throw new UserError('usage', `the allowances cannot be read: ${why}`, fix, shown);
  });
  return parseAllowances(bytes.toString('utf8'), shown);
}

/** Reads the text of such a file. Every value in it is text: digits of a commit are no number, and a day is no date of a library. */
export function parseAllowances(text: string, shown: string): ReadAllowanceFile {
  const yaml = readYaml(text, placesIn(text, shown), 'allowance', undefined, true);
  const problemOf = ({ place, what, fix }: { place: Place; what: string; fix: string }): GateProblem => {
    return { about: 'allowance', place: formatPlace(place), what, fix };
  };
  if (yaml.problems.length > 0) return { allowances: [], problems: yaml.problems.map(problemOf) };
  const checked = allowSchema.safeParse(yaml.value === null || yaml.value === '' ? [] : yaml.value);
  if (!checked.success) {
    const keys = Object.keys(examples);
    // Keys are known below each entry, whose number stands first in the path.
    const within = Object.fromEntries(Array.from({ length: entriesOf(yaml) }, (_, at) => [String(at), keys]));
    const found = schemaProblems(checked.error, yaml.placeOf, { ...examples, ...perEntry(yaml) }, 'allowance', within);
    // A key that is misspelt is missing, too: what was meant comes first.
    const unknownFirst = [...found].sort((a, b) => isUnknown(b) - isUnknown(a));
    return { allowances: [], problems: unknownFirst.map(problemOf) };
  }
  return readAllowances(checked.data, (index, key) =>
    formatPlace(yaml.placeOf(key === undefined ? [index] : [index, key])),
  );
}

function isUnknown({ what }: { readonly what: string }): number {
  return what.startsWith('unknown key') ? 1 : 0;
}

function entriesOf({ value }: PlacedYaml): number {
  return Array.isArray(value) ? value.length : 0;
}

/** The example of an entry, by its number. */
function perEntry(yaml: PlacedYaml): Readonly<Record<string, string>> {
  const whole = `{${Object.values(examples)
    .filter((one) => !one.startsWith('since'))
    .join(', ')}}`;
  return Object.fromEntries(Array.from({ length: entriesOf(yaml) }, (_, at) => [String(at), whole]));
}

/** Lines and columns of offsets. */
function placesIn(text: string, file: string): (offset: number) => Place {
  return (offset) => {
    const before = text.slice(0, offset).split('\n');
    return { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  };
}
