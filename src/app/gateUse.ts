import { resolve } from 'node:path';
import { judgeGate } from '../gate/judgeGate.ts';
import type { KnownCase } from '../gate/matching.ts';
import { presetChoices } from '../gate/presets.ts';
import { readMinDecided } from '../gate/quantities.ts';
import { readRules } from '../gate/readRules.ts';
import { unmatched } from '../gate/unmatched.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import type { GatePreset } from '../model/gateJudgement.ts';
import type { GateRules } from '../model/gateOutcome.ts';
import type { Allowance, GateConfig, GateProblem, GateRule, InBaseline } from '../model/gateRules.ts';
import type { LoadRule } from '../model/loadGate.ts';
import type { OptionInEffect } from '../model/run.ts';
import type { Case } from '../model/workload.ts';
import type { Config } from '../schema/config/config.ts';
import { plural } from '../text/quantity.ts';
import { readAllowanceFile } from './allowanceFile.ts';
import { shownPath } from './resultFiles.ts';
import type { Services } from './services.ts';
import type { World } from './world.ts';

/** Rules and allowances, read and checked. */
export interface ReadGate {
  readonly preset: GatePreset;
  /** The files, as people know them; absent where there is none. */
  readonly config?: string;
  readonly allowancesFile?: string;
  /** Of the config alone, without those of its preset. */
  readonly rules: readonly GateRule[];
  /** Of these a comparison is asked nothing, and of the others a load. */
  readonly loadRules: readonly LoadRule[];
  readonly allowances: readonly Allowance[];
  /** A share; absent: the config says nothing of it. */
  readonly minDecided?: number;
  readonly strict: boolean;
}

/** A gate without rules of its own: verdicts alone. */
export const plainGate: ReadGate = { preset: 'default', rules: [], loadRules: [], allowances: [], strict: false };

/**
 * What the `gate` section of a config says, with its file of allowances, and what is wrong with it.
 * @param absent what a file of allowances is that the config names and that is not there: `empty` is for who is about to write it
 * @throws UserError usage for a file of allowances that cannot be read
 */
export async function readGateSection(
  { origin, placeOf }: Config,
  section: GateConfig,
  world: Pick<World, 'cwd'>,
  absent: 'refused' | 'empty' = 'refused',
): Promise<{ readonly gate: ReadGate; readonly problems: readonly GateProblem[] }> {
  const preset = presetChoices(section.preset);
  const { rules, loadRules, problems } = readRules(
    section.rules,
    (index, key) => placeOf?.(['gate', 'rules', index, ...(key === undefined ? [] : [key])]) ?? '',
  );
  const path =
    section.allow === undefined || origin.kind === 'none' ? undefined : resolve(origin.folder, section.allow);
  const shown = path === undefined ? undefined : shownPath(world.cwd, path) || '.';
  const read = path === undefined || shown === undefined ? undefined : await readAllowanceFile(path, shown, absent);
  const least = minDecidedOf(section, placeOf);
  const minDecided = typeof least === 'number' ? least : preset.minDecided;
  return {
    gate: {
      preset: section.preset,
      ...(origin.kind === 'none' ? {} : { config: origin.file }),
      ...(shown === undefined ? {} : { allowancesFile: shown }),
      rules,
      loadRules,
      allowances: read?.allowances ?? [],
      ...(minDecided === undefined ? {} : { minDecided }),
      strict: preset.strict,
    },
    problems: [...problems, ...(typeof least === 'object' ? [least] : []), ...(read?.problems ?? [])],
  };
}

function minDecidedOf(
  { min_decided: given }: GateConfig,
  placeOf: Config['placeOf'],
): number | GateProblem | undefined {
  if (given === undefined) return undefined;
  const share = readMinDecided(given);
  if (share !== undefined) return share;
  const place = placeOf?.(['gate', 'min_decided']) ?? '';
  return { about: 'rule', place, what: `min_decided is not a share: ${given}`, fix: 'Write a percentage such as 80%.' };
}

/**
 * The first of several problems, which says how many more there are.
 * @throws UserError usage where there is any
 */
export function refuseProblems(problems: readonly GateProblem[]): void {
  const [first, ...more] = problems;
  if (first === undefined) return;
  const others = more.length === 0 ? '' : ` (and ${plural(more.length, 'more problem')}: hogbench lint tells all)`;
  throw new UserError('usage', `${first.what}${others}`, first.fix, first.place);
}

/**
 * Refuses rules and allowances for no case, of workloads whose cases are all known.
 * @throws UserError usage
 */
export function checkGateCases({ rules, allowances }: ReadGate, cases: readonly Case[]): void {
  refuseProblems(unmatched(rules, allowances, cases.map(knownCase)));
}

export function knownCase({ id, name, tags }: Case): KnownCase {
  return { caseId: id, name, tags };
}

/** What of a gate is to be told in every report, and who set it. */
export function gateInEffect(gate: ReadGate, isFound: boolean): readonly OptionInEffect[] {
  const { config, preset, rules, allowances, allowancesFile } = gate;
  if (config === undefined) return [];
  const found = isFound ? { found: true } : {};
  const of = preset === 'default' ? '' : ` after preset ${preset}`;
  return [
    { name: 'rules', value: `${rules.length}${of}`, from: config, ...found },
    ...(allowancesFile === undefined
      ? []
      : [{ name: 'allowances', value: String(allowances.length), from: allowancesFile, ...found }]),
  ];
}

/** The verdict rules of flags with what a gate says beside its rules. A flag wins over the config. */
export function gateFlags<T extends GateRules>(flags: T, { strict, minDecided }: ReadGate): T {
  return { ...flags, strict: flags.strict || strict, minDecided: flags.minDecided ?? minDecided };
}

/** The report with what a gate makes of it. Asks git alone, and only where an allowance ends with a commit. */
export async function withGate(
  report: ComparisonReport,
  gate: ReadGate,
  flags: GateRules,
  world: World,
  services: Pick<Services, 'containedCommits'>,
): Promise<ComparisonReport> {
  const { preset, config, allowancesFile, rules, allowances } = gate;
  const policy = {
    preset,
    ...(config === undefined ? {} : { config }),
    ...(allowancesFile === undefined ? {} : { allowancesFile }),
    rules: [...presetChoices(preset).rules, ...rules],
    allowances,
    today: new Date(world.now()).toISOString().slice(0, 10),
    inBaseline: await inBaseline(report, allowances, world, services),
  };
  return { ...report, gate: judgeGate(report, policy, flags) };
}

async function inBaseline(
  { arms, unopened = [] }: ComparisonReport,
  allowances: readonly Allowance[],
  world: World,
  { containedCommits }: Pick<Services, 'containedCommits'>,
): Promise<ReadonlyMap<string, InBaseline>> {
  const commits = [...new Set(allowances.flatMap(({ ends }) => (ends.kind === 'since' ? ends.commit : [])))];
  const baseline = [...arms, ...unopened].find(({ arm }) => arm === 'baseline')?.revision?.commit;
  return commits.length === 0 || baseline === undefined ? new Map() : containedCommits(baseline, commits, world);
}
