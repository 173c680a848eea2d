import { resolve } from 'node:path';
import { ab as compareArms, planAb } from '../app/ab.ts';
import { type ArmText, readArms, readOneArm } from '../app/armTexts.ts';
import { readBranch } from '../app/baseArms.ts';
import { run as measureArm, planRun } from '../app/measureRun.ts';
import { outputNames } from '../app/outputFolder.ts';
import { withResults } from '../app/results.ts';
import type { ArmSpec, MeasuringPorts } from '../app/services.ts';
import { makeTempFolder, removeLeftTempFolders } from '../files/tempFolder.ts';
import type { ArmName } from '../model/arm.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { Workload } from '../model/workload.ts';
import { realServices } from '../servers/realServices.ts';
import { givenObjection } from '../sql/requestParameters.ts';
import type { AbChoices, ArmChoices, MeasuringChoices, RunChoices } from './callChoices.ts';
import { checkAb, checkRunChoices, inEffect, measuringOptions } from './checkedChoices.ts';
import { type Call, callOf, masking } from './programWorld.ts';
import { targetOf } from './targetChoice.ts';

/** What measuring left behind. */
export interface Measured {
  /** Raw samples and evidence. */
  readonly run: Run;
  /** Absolute; null where no `out` was given, so that nothing was kept. */
  readonly runFile: string | null;
}

export interface Compared extends Measured {
  readonly report: ComparisonReport;
  /** Reports that could not be written to `out`; the verdicts stand all the same. */
  readonly unwritten: readonly Error[];
}

/**
 * Compares two arms live: paired, interleaved, and confirmed in fresh sessions. What it says is in `report`; `gate`
 * says whether that passes.
 * @returns a report without cases, and with `identical`, where both arms send the same, so that there is nothing to compare
 * @throws UserError `usage` for options or workloads that cannot be used, `target` for servers that cannot, `interrupted` when the
 *   signal came before anything was measured
 */
export async function ab(choices: AbChoices): Promise<Compared> {
  checkAb(choices);
  const call = callOf(choices);
  return masking(call.world.secrets, async () => {
    const arms = await armsOf(choices, call);
    return measured('ab', choices, call, async (how, ports) => {
      const { all = false, changedOnly = false, duet = false, totalsBy, showRows, prices } = choices;
      const work = planAb({ arms, all, changedOnly, duet, options: inEffect(choices), prices }, how);
      const { report, run, unwritten } = await compareArms(work, { totalsBy, showRows }, how, ports);
      return { report, run, unwritten: unwritten.map(asError), runFile: runFileOf(choices, call) };
    });
  });
}

/**
 * Measures one arm, to be compared later with `compareRuns`.
 * @throws UserError as `ab`
 */
export async function run(choices: RunChoices): Promise<Measured> {
  checkRunChoices(choices);
  const call = callOf(choices);
  return masking(call.world.secrets, async () => {
    const { workload, sql, over, target, settings, price, prices } = choices;
    const given = { target, baseline: { workload, sql, settings, price } };
    const arm = armOf('baseline', given, await readOneArm(textOf('baseline', given), over, call.world), call);
    return measured('run', choices, call, async (how, ports) => {
      const { sessions = 5, rounds = 3 } = choices;
      const work = planRun({ arm, sessions, rounds, options: inEffect(choices), prices }, how);
      const { run: measuredRun } = await measureArm(work, how, ports);
      return { run: measuredRun, runFile: runFileOf(choices, call) };
    });
  });
}

type Arms = Pick<AbChoices, 'workload' | 'target' | ArmName>;

async function armsOf(choices: AbChoices, call: Call): Promise<readonly ArmSpec[]> {
  if (choices.base !== undefined) return branchOf(choices, choices.base, call);
  if (choices.generate !== undefined)
    throw new UserError('usage', 'generate goes with base', 'Give both, or print the queries beforehand.');
  const texts = { baseline: textOf('baseline', choices), candidate: textOf('candidate', choices), over: choices.over };
  const { baseline, candidate } = await readArms(texts, call.world);
  return [armOf('baseline', choices, baseline, call), armOf('candidate', choices, candidate, call)];
}

async function branchOf(choices: AbChoices, ref: string, call: Call): Promise<readonly ArmSpec[]> {
  const { workload, baseline, candidate, generate: command, over } = choices;
  const path = candidate?.workload ?? workload;
  if (path === undefined || candidate?.sql !== undefined)
    throw new UserError(
      'usage',
      'base is for a workload of a repository',
      'Name one: workload, a folder or a .sql file.',
    );
  if (baseline?.workload !== undefined || baseline?.sql !== undefined)
    throw new UserError('usage', 'the baseline is named twice: base lays it out', 'Leave one of the two out.');
  const { world, listener } = call;
  const branch = await readBranch(
    { path, ref, command, out: choices.out ?? 'hogbench-out', say: listener.say },
    over,
    world,
    realServices,
  );
  for (const remark of branch.remarks) world.warn(remark);
  const { workloads, revisions } = branch;
  return (['baseline', 'candidate'] as const).map((arm) => ({
    ...armOf(arm, choices, workloads[arm], call),
    revision: revisions[arm],
  }));
}

function textOf(arm: ArmName, choices: Arms): ArmText {
  const { workload, sql }: ArmChoices = choices[arm] ?? {};
  if (workload !== undefined && sql !== undefined)
    throw new UserError('usage', `the ${arm} has a workload and sql`, 'Give one of the two.');
  if (sql !== undefined) return { kind: 'sql', name: `sql of the ${arm}`, bytes: Buffer.from(sql) };
  const path = workload ?? choices.workload;
  if (path !== undefined) return { kind: 'path', path };
  throw new UserError(
    'usage',
    `the ${arm} has no workload`,
    'Name one for both arms, or one for each; or give its sql.',
  );
}

function armOf(arm: ArmName, choices: Arms, workload: Workload, { world }: Call): ArmSpec {
  const own: ArmChoices = choices[arm] ?? {};
  const settings = own.settings ?? {};
  for (const [name, value] of Object.entries(settings)) {
    const objection = givenObjection(name, value);
    if (objection !== undefined)
      throw new UserError('usage', `the setting ${name} ${objection}`, 'Take it out.', `settings of the ${arm}`);
  }
  const chosen = targetOf(own.target ?? choices.target ?? 'embedded', world.secrets);
  return { arm, target: chosen, workload, settings, ...(own.price === undefined ? {} : { price: own.price }) };
}

/** Measures into `out`, or into a folder that is gone afterwards. */
async function measured<T>(
  doing: string,
  choices: MeasuringChoices,
  { world, listener }: Call,
  work: (how: ReturnType<typeof measuringOptions>, ports: MeasuringPorts) => Promise<T>,
): Promise<T> {
  const temporary = choices.out === undefined && choices.resume === undefined ? await makeTempFolder() : undefined;
  const out = temporary?.path ?? choices.out;
  try {
    const how = { ...measuringOptions(choices, out ?? '.', world.now()), givenOut: out };
    return await withResults(
      `${doing}()`,
      world,
      async () => undefined,
      (results) => work(how, { world, services: realServices, listener, results }),
    );
  } finally {
    await temporary?.remove();
    await removeLeftTempFolders();
  }
}

function runFileOf({ out, resume }: MeasuringChoices, { world }: Call): string | null {
  if (resume !== undefined) return resolve(world.cwd, resume);
  return out === undefined ? null : resolve(world.cwd, out, outputNames.run);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
