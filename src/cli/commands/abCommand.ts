import { ab, planAb } from '../../app/ab.ts';
import { dryRun, type NoiseChoice } from '../../app/dryRun.ts';
import { checkGateOf } from '../../app/gateOfLoad.ts';
import { knownCase } from '../../app/gateUse.ts';
import { isOneArmTwice } from '../../app/oneDataset.ts';
import type { Results } from '../../app/results.ts';
import type { PlannedWork } from '../../app/runPlans.ts';
import { type BaselineChoice, revisionOf, saveBaseline } from '../../app/saveBaseline.ts';
import type { ArmSpec, Services } from '../../app/services.ts';
import { shortBudgets } from '../../gate/shortBudgets.ts';
import type { RunArm } from '../../model/arm.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { UserError } from '../../model/errors.ts';
import type { RunPlan } from '../../model/run.ts';
import { sourceText } from '../../report/words/gateWords.ts';
import { plural } from '../../text/quantity.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { announce, describeExpectation } from '../expectationText.ts';
import { baselineToSave } from '../flags/baselineFlags.ts';
import { chosenArms } from '../flags/chosenArms.ts';
import { type CommandGate, commandGate } from '../flags/gateSection.ts';
import { type MeasuringFlags, measuringOptions } from '../flags/measuringFlags.ts';
import { namedTexts, type Words } from '../flags/namedTexts.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { unitPricesOf } from '../flags/priceFlags.ts';
import { readConfig } from '../flags/readConfig.ts';
import { tellingOf, wantedReports } from '../flags/reportFiles.ts';
import { withResultsOf } from '../flags/resultsPlace.ts';
import { areNamed, severalArms } from '../flags/severalArms.ts';
import { sharded, wholeOnly } from '../flags/shardFlags.ts';
import type { Io } from '../io.ts';
import { jobOutputOf } from '../jobOutput.ts';
import { endPart } from '../partEnd.ts';
import { printCompared, printReport } from '../printReport.ts';
import { progressLine } from '../progressLine.ts';
import { endingWithVerdict } from '../verdictEnd.ts';

/** @param command its name: `gate` lists what fails by its rules, also where the config has none */
export function abCommand(words: Words, io: Io, services: Services, command: 'ab' | 'gate' = 'ab'): Promise<ExitCode> {
  const { flags } = words;
  return endingWithVerdict(flags, io, () =>
    withResultsOf(command, flags, io, (results) => compareArms(words, io, services, results, command === 'gate')),
  );
}

async function compareArms(
  words: Words,
  io: Io,
  services: Services,
  results: Results,
  isGate: boolean,
): Promise<ExitCode> {
  const { flags } = words;
  const config = await readConfig(flags, io);
  const source = new OptionSource(flags, io, config);
  const gate = await commandGate(config, isGate, io, services);
  const flagged = {
    ...measuringOptions(source, io, config),
    ...(isGate ? wholeOnly(source) : await sharded(source, io)),
  };
  const options = gate === undefined ? flagged : gate.flags(flagged);
  const listener = progressLine(io, options.quiet);
  const choice = { ...words, source, config };
  const arms = areNamed(source)
    ? await severalArms(choice, io)
    : await chosenArms(choice, io, { services, listener, out: options.out });
  if (gate !== undefined) checkGateOf(gate.gate, arms);
  const changedOnly = source.on('changed-only');
  // What a budget can see is asked of a workload before there is a change to it.
  const all = source.on('all') || (options.dryRun && !changedOnly && isOneArmTwice(arms));
  const duet = source.on('duet');
  const prices = unitPricesOf(config, source);
  const work = planAb<RunArm>(
    {
      ...{ arms, all, changedOnly, duet, prices },
      options: [...source.inEffect(), ...(gate?.options ?? [])],
    },
    options,
  );
  if (gate !== undefined) warnOfShort(gate, arms, work.plan, io);
  const ports = { world: io, services, listener, results };
  if (!isOfTwo(work)) {
    const { compareSeveral } = await import('./compareSeveral.ts');
    return compareSeveral(work, { flags, gate, options, telling: tellingOf(source, io, options) }, ports, io);
  }
  const toSave = isGate ? undefined : baselineToSave(source, config, io);
  const noise = noiseChoice(flags, options);
  if (options.dryRun) {
    io.stdout(describeExpectation(work, await dryRun(work, noise, options, ports), noise, io.cwd));
    return exitCode.fine;
  }
  const reports = await wantedReports(flags, io);
  const telling = tellingOf(source, io, options);
  const job = jobOutputOf(source, io, telling, { ...options, isMeasured: true });
  announce(work, options.quiet, io);
  // A part of the cases is no comparison yet: whoever merges the parts judges them.
  const judge =
    gate === undefined || work.part !== undefined
      ? {}
      : { gate: (report: ComparisonReport) => gate.judge(report, options) };
  const compared = await ab(work, { ...options, ...telling, reports, ...judge }, options, ports);
  if (work.part === undefined) {
    const unsaved =
      toSave === undefined ? [] : await saveCandidate(toSave, words, compared.runFile, options.out, io, services);
    return printCompared(compared, options, io, job, unsaved);
  }
  const unprinted = options.json ? printReport(compared.report, options, io) : [];
  return endPart(compared, work.part.shard, [...compared.unwritten, ...unprinted], options, io);
}

function isOfTwo(work: PlannedWork<RunArm>): work is PlannedWork {
  return work.arms.length <= 2;
}

/** Says before anything is measured which rules the run will leave without an answer. */
function warnOfShort(
  { gate }: CommandGate,
  arms: readonly ArmSpec<RunArm>[],
  { maxPairs, design }: Pick<RunPlan, 'maxPairs' | 'design'>,
  io: Io,
): void {
  const cases = arms.flatMap(({ workload }) => workload.cases.map(knownCase));
  for (const { metric, source, needed } of shortBudgets(gate.rules, cases, maxPairs, design.estimate.intervalTail))
    io.warn(
      `${sourceText(source)}: ${metric} needs ${plural(needed, 'execution')}, and a case that is no suspect has ${maxPairs} at most: --min-pairs ${needed} measures enough`,
    );
}

/** Where the run does not say of which commit its candidate is, git is asked. */
async function saveCandidate(
  { spec, words: said }: BaselineChoice,
  words: Words,
  runFile: string,
  out: string,
  io: Io,
  services: Services,
): Promise<readonly UserError[]> {
  const text = (await namedTexts(words, 2, io)).at(-1);
  const asked =
    text === undefined || said.commit !== undefined ? undefined : await revisionOf(text, [out], io, services);
  return saveBaseline({ spec, words: { ...said, revision: asked } }, runFile, io, services);
}

/** @throws UserError usage for flags that exclude each other, or that do nothing */
function noiseChoice(flags: Flags, { dryRun }: MeasuringFlags): NoiseChoice {
  const file = typeof flags.noise === 'string' ? flags.noise : undefined;
  const pilot = flags.pilot === true;
  if ((file !== undefined || pilot) && !dryRun)
    throw new UserError('usage', `${pilot ? '--pilot' : '--noise'} goes with --dry-run`, 'Add it, or leave this out.');
  if (file !== undefined && pilot)
    throw new UserError('usage', '--noise and --pilot both say what the noise is', 'Choose one.');
  return { file, pilot };
}
