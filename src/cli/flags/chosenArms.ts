import { type ArmText, readArms } from '../../app/armTexts.ts';
import { type BranchArms, readBranch } from '../../app/baseArms.ts';
import type { ArmSpec, Services } from '../../app/services.ts';
import { checkNoRevision } from '../../app/workloadPath.ts';
import type { Listener } from '../../app/world.ts';
import type { ArmName } from '../../model/arm.ts';
import { UserError } from '../../model/errors.ts';
import type { Config } from '../../schema/config/config.ts';
import type { Io } from '../io.ts';
import { chosenTarget } from './chosenTarget.ts';
import { parseSettings } from './measuringFlags.ts';
import { namedTexts, type Words } from './namedTexts.ts';
import type { OptionSource } from './optionSource.ts';
import { pricedAs } from './priceFlags.ts';

/** What the arms of `ab` are chosen from. */
export interface ArmChoice extends Words {
  readonly source: OptionSource;
  readonly config: Config;
}

const arms = ['baseline', 'candidate'] as const;

/**
 * Both arms, as the command line, the environment and the config name them.
 * @throws UserError usage for an arm without a workload, for arms that are named twice, and for what cannot be read
 */
export async function chosenArms(choice: ArmChoice, io: Io, ports: BranchPorts): Promise<readonly ArmSpec[]> {
  const { source, config } = choice;
  const { workloads, revisions } = await chosenWorkloads(choice, io, ports);
  return arms.map((arm) => {
    const target = chosenTarget(source, config, io, `${arm}-target`, 'target');
    return {
      ...{ arm, target, workload: workloads[arm] },
      settings: parseSettings(source.list(`${arm}-set`), `--${arm}-set`),
      ...pricedAs({ source, config, target }, `${arm}-price`),
      ...(revisions === undefined ? {} : { revision: revisions[arm] }),
    };
  });
}

/** What a branch's base is laid out with. */
export interface BranchPorts {
  /** Where results go. */
  readonly out: string;
  readonly services: Services;
  readonly listener: Pick<Listener, 'say' | 'note' | 'end'>;
}

async function chosenWorkloads(
  choice: ArmChoice,
  io: Io,
  { services, listener, out }: BranchPorts,
): Promise<Pick<BranchArms, 'workloads'> & Partial<Pick<BranchArms, 'revisions'>>> {
  const { source } = choice;
  const over = source.flagText('over');
  const ref = source.flagText('base');
  const command = source.flagText('generate');
  if (ref === undefined) {
    if (command !== undefined)
      throw new UserError('usage', '--generate goes with --base', 'Add --base main, or print the queries beforehand.');
    const texts = await chosenTexts(choice, io);
    const { baseline, candidate } = texts;
    if (baseline.kind === 'path' && candidate.kind === 'path')
      await checkNoRevision({ baseline: baseline.path, candidate: candidate.path }, io.cwd);
    return { workloads: await readArms({ ...texts, over }, io) };
  }
  if (command?.trim() === '')
    throw new UserError('usage', '--generate is empty', "Give it a command: --generate 'make queries'.");
  const request = { path: await branchWorkload(choice, io), ref, command, out, say: listener.say };
  const branch = await readBranch(request, over, io, services).finally(() => listener.end());
  for (const remark of branch.remarks) listener.note(`hogbench: ${remark}`);
  return branch;
}

/** The one workload of a branch: its other version is laid out, and not named. */
async function branchWorkload(choice: ArmChoice, io: Io): Promise<string> {
  const { source } = choice;
  const [first, second] = await namedTexts(choice, arms.length, io);
  if (first?.kind === 'sql')
    throw new UserError(
      'usage',
      `--base compares what is committed, and ${first.name} is not`,
      'Name a folder or a .sql file of the repository, or leave --base out.',
    );
  if (second !== undefined || source.text('baseline-workload') !== undefined)
    throw new UserError(
      'usage',
      'the baseline is named twice: --base lays it out',
      'Name the candidate alone, or leave --base out.',
    );
  const path = first?.path ?? source.text('candidate-workload');
  if (path === undefined) throw new UserError('usage', 'there is no workload to compare', nameIt);
  return path;
}

const nameIt =
  'Name it: hogbench ab queries --base main, or two folders. hogbench gate takes a saved run, too: hogbench gate hogbench-out';

/** What was written on the command line wins over a variable, be it a flag or an argument. */
async function chosenTexts(choice: ArmChoice, io: Io): Promise<Readonly<Record<ArmName, ArmText>>> {
  const { source } = choice;
  const [first, second] = await namedTexts(choice, arms.length, io);
  const flag = arms.find((arm) => source.hasFlag(`${arm}-workload`));
  if (flag !== undefined && (second !== undefined || first?.kind === 'sql'))
    throw new UserError('usage', `the ${flag} is named twice`, `Leave --${flag}-workload out, or the arguments.`);
  if (first?.kind === 'sql' && second === undefined && !differs(source)) throw onlyOne(first.name);
  const textOf = (arm: ArmName, named: ArmText | undefined): ArmText => {
    const path =
      source.flagText(`${arm}-workload`) ?? (named === undefined ? source.text(`${arm}-workload`) : undefined);
    if (path !== undefined) return { kind: 'path', path };
    if (named !== undefined) return named;
    const other = arms.find((one) => one !== arm && source.text(`${one}-workload`) !== undefined);
    if (other === undefined) throw new UserError('usage', 'there is no workload to compare', nameIt);
    throw new UserError('usage', `the ${arm} has no workload`, `Name one for both arms, or give --${arm}-workload.`);
  };
  return { baseline: textOf('baseline', first), candidate: textOf('candidate', second ?? first) };
}

/** Whether something else than the query tells the arms apart. */
function differs(source: OptionSource): boolean {
  return arms.some((arm) => source.list(`${arm}-set`).length > 0 || source.text(`${arm}-target`) !== undefined);
}

function onlyOne(name: string): UserError {
  return new UserError(
    'usage',
    `a comparison takes two queries, and ${name} is the only one`,
    'Give the other with -q, as a .sql file or as - for stdin; or tell the arms apart with --candidate-set or --candidate-target.',
  );
}
