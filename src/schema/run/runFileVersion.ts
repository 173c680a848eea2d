import { firstDesign } from '../../model/design.ts';
import { UserError } from '../../model/errors.ts';

/** The version of the run file this program writes, and the newest it reads. */
export const schemaVersion = 12;

interface Step {
  readonly from: number;
  readonly upgrade: (header: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/**
 * Stepwise upgrades of a header, one a version. A step is never edited once its version was released.
 * 1: version 2 only added keys that may be absent. 2: version 3 only added a kind of record.
 * 3: version 4 only added keys that may be absent. 4: version 5 only added `stalls` of a sample. 5: version 6 records the
 * design of a run; all before it are of the first one. 6: version 7 only added keys that may be absent. 7: version 8
 * adds a clock to the design; all before it were judged by server time. 8: version 9 asks which clock is quieter, where all before it
 * went by the share of waits alone, and holds what is plainly dearer back where time is not judged. 9: version 10 only added keys that may
 * be absent: a part of a run must not be taken for a whole one. 10: version 11 only added the files of loads.
 * 11: version 12 adds limits on the state of servers to the design, of which older files hold nothing, keys and kinds of records that may be absent,
 * and names of further arms.
 */
const steps: readonly Step[] = [
  { from: 1, upgrade: (header) => header },
  { from: 2, upgrade: (header) => header },
  { from: 3, upgrade: (header) => header },
  { from: 4, upgrade: (header) => header },
  { from: 5, upgrade: (header) => withPlan(header, { design: firstDesign }) },
  { from: 6, upgrade: (header) => header },
  { from: 7, upgrade: (header) => withDesign(header, { clock: firstDesign.clock }) },
  {
    from: 8,
    upgrade: (header) =>
      withDesign(header, {
        clockNoise: { fewestCases: 1_000_000, waitShareOfFew: 0.05 },
        costlier: firstDesign.costlier,
      }),
  },
  { from: 9, upgrade: (header) => header },
  { from: 10, upgrade: (header) => header },
  { from: 11, upgrade: (header) => withDesign(header, { state: firstDesign.state }) },
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

function withDesign(header: Readonly<Record<string, unknown>>, more: object): Readonly<Record<string, unknown>> {
  const { run } = header;
  if (typeof run !== 'object' || run === null || !('plan' in run)) return header;
  const { plan } = run;
  if (typeof plan !== 'object' || plan === null || !('design' in plan)) return header;
  const { design } = plan;
  return typeof design === 'object' && design !== null ? withPlan(header, { design: { ...more, ...design } }) : header;
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
