import { firstDesign } from '../../model/design.ts';
import { UserError } from '../../model/errors.ts';

/** The version of the run file this program writes, and the newest it reads. */
export const schemaVersion = 6;

interface Step {
  readonly from: number;
  readonly upgrade: (header: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/**
 * Stepwise upgrades of a header, one a version. A step is never edited once its version was released.
 * 1: version 2 only added keys that may be absent. 2: version 3 only added a kind of record.
 * 3: version 4 only added keys that may be absent. 4: version 5 only added `stalls` of a sample. 5: version 6 records the
 * design of a run; all before it are of the first one.
 */
const steps: readonly Step[] = [
  { from: 1, upgrade: (header) => header },
  { from: 2, upgrade: (header) => header },
  { from: 3, upgrade: (header) => header },
  { from: 4, upgrade: (header) => header },
  { from: 5, upgrade: (header) => withPlan(header, { design: firstDesign }) },
];

/** What is no plan is left as it is, for the schema to refuse. */
function withPlan(header: Readonly<Record<string, unknown>>, more: object): Readonly<Record<string, unknown>> {
  const { run } = header;
  if (typeof run !== 'object' || run === null || !('plan' in run)) return header;
  const { plan } = run;
  return typeof plan === 'object' && plan !== null
    ? { ...header, run: { ...run, plan: { ...plan, ...more } } }
    : header;
}

/**
 * The header of a file as this version has it. Looks at it before anything else is believed of the file.
 *
 * @throws UserError when the record is no header of a run file, or is of a newer version.
 */
export function upgradeHeader(first: unknown, path: string): unknown {
  if (typeof first !== 'object' || first === null || !('format' in first) || first.format !== 'hogbench-run') {
    throw new UserError(
      'usage',
      'This is not a hogbench run file.',
      'Name a file written by `hogbench run --out`.',
      path,
    );
  }
  const version = 'schemaVersion' in first ? first.schemaVersion : undefined;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new UserError('usage', 'The run file states no schema version.', 'Measure again into a new file.', path);
  }
  if (version > schemaVersion) {
    throw new UserError(
      'usage',
      `The run file has schema version ${version}; this hogbench reads up to version ${schemaVersion}.`,
      'Read it with the hogbench that wrote it, or update this one.',
      path,
    );
  }
  const header = steps
    .filter((step) => step.from >= version)
    .reduce<Readonly<Record<string, unknown>>>((known, step) => step.upgrade(known), { ...first });
  return { ...header, schemaVersion };
}
