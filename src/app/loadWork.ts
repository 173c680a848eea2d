import { classesInPlay, classify } from '../load/classes.ts';
import { type OfferedChoice, offeredLoad } from '../load/offeredLoad.ts';
import type { ArmCase } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { LoadClass, Slo } from '../model/loadClass.ts';
import type { Driving, LoadShard, OfferedLoad } from '../model/loadPlan.ts';
import type { Notice } from '../model/notice.ts';
import type { OptionInEffect } from '../model/run.ts';
import type { EpochMs, Milliseconds } from '../model/units.ts';
import type { Source } from '../model/workload.ts';
import { checkOneCurrency } from '../money/readPrice.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import { armCases } from './armCases.ts';
import { loadRemarks } from './loadRemarks.ts';
import { otherScripts } from './otherScripts.ts';
import { checkSourcesAllowed } from './permissions.ts';
import type { ArmSpec } from './services.ts';

/** How a load is offered and where it goes: checked, and in base units. */
export interface LoadOptions extends OfferedChoice {
  readonly filter: readonly string[];
  readonly seed: number;
  readonly driving: Driving;
  readonly sampleSize: number;
  readonly warmupMs: Milliseconds;
  /** Absent: as long as recorded times last, else half a minute. */
  readonly durationMs: Milliseconds | undefined;
  /** Promises by class, and under '' what replaces those of the workload, or is promised to every class where it has none. */
  readonly slos: ReadonlyMap<string, Slo>;
  readonly out: string;
  readonly setup: boolean;
  readonly allowedSources: ReadonlySet<Source>;
  readonly shard?: LoadShard;
  readonly startAt?: EpochMs;
}

/** What is loaded, and by what; nothing has been opened. */
export interface LoadWork {
  readonly arms: readonly ArmSpec[];
  /** Of all arms. */
  readonly cases: readonly ArmCase[];
  readonly classes: readonly LoadClass[];
  readonly classOf: Readonly<Record<string, string>>;
  readonly offered: readonly OfferedLoad[];
  readonly options?: readonly OptionInEffect[];
  /** What a reader has to know of what is offered. */
  readonly remarks: readonly Notice[];
}

/**
 * Says what would be offered, before anything is opened.
 * @throws UserError usage for cases that cannot be offered, for promises of no class, and as `offeredLoad`
 */
export function planLoad(
  arms: readonly ArmSpec[],
  how: LoadOptions,
  options: readonly OptionInEffect[] = [],
): LoadWork {
  checkSourcesAllowed(arms, how.allowedSources);
  checkOneCurrency(arms, undefined);
  const cases = armCases(arms, how.filter);
  refuseWriting(cases);
  const [first] = arms;
  if (first === undefined) throw new Error('a load has an arm');
  const own = new Set(cases.filter(({ arm }) => arm === first.arm).map(({ caseId }) => caseId));
  const asked = first.workload.cases.filter(({ id }) => own.has(id));
  const { classes: written, classOf } = classify(asked, classesInPlay(asked, first.workload));
  const classes = promised(written, how.slos);
  const weights = new Map(asked.map(({ id, weight }) => [id, weight]));
  const offered = offeredLoad(
    classes.map((one) => ({
      ...one,
      weight: Object.entries(classOf)
        .filter(([, name]) => name === one.name)
        .reduce((sum, [id]) => sum + (weights.get(id) ?? 0), 0),
    })),
    how,
  );
  for (const { arm } of arms.slice(1)) checkSameCases(own, cases, arm);
  return {
    ...{ arms, cases: cases.map((one) => withClassSettings(one, arms, classes, classOf)), classes, classOf, offered },
    ...(options.length === 0 ? {} : { options }),
    remarks: [...otherScripts(arms, how.setup), ...loadRemarks(first.workload, classes, offered, own.size, how)],
  };
}

/** Settings of a class win over those of its cases, and those of the arm win over both. */
function withClassSettings(
  one: ArmCase,
  arms: readonly ArmSpec[],
  classes: readonly LoadClass[],
  classOf: LoadWork['classOf'],
): ArmCase {
  const settings = classes.find(({ name }) => name === classOf[one.caseId])?.settings ?? {};
  const ofArm = arms.find(({ arm }) => arm === one.arm)?.settings ?? {};
  return { ...one, settings: { ...one.settings, ...settings, ...ofArm } };
}

function promised(classes: readonly LoadClass[], slos: ReadonlyMap<string, Slo>): readonly LoadClass[] {
  const names = classes.map(({ name }) => name);
  for (const name of slos.keys())
    if (name !== '' && !names.includes(name)) {
      throw new UserError(
        'usage',
        `--slo promises something of the class ${quoted(name)}, which the workload does not have`,
        suggestion(name, names),
      );
    }
  const unnamed = classes.filter(({ name }) => !slos.has(name));
  const holding = unnamed.filter(({ slo }) => slo !== undefined);
  const takers = new Set(holding.length > 0 ? holding : unnamed);
  return classes.map((one) => {
    const slo = slos.get(one.name) ?? (takers.has(one) ? slos.get('') : undefined) ?? one.slo;
    return slo === undefined ? one : { ...one, slo };
  });
}

function refuseWriting(cases: readonly ArmCase[]): void {
  const writing = cases.filter((one) => one.writes !== undefined);
  const [first] = writing;
  if (first === undefined) return;
  const others = writing.length === 1 ? '' : ` (and ${writing.length - 1} more)`;
  throw new UserError(
    'usage',
    `${first.caseId}${others} writes, and a load is offered by statements that read`,
    'Leave it out with --filter.',
    first.place,
  );
}

function checkSameCases(own: ReadonlySet<string>, cases: readonly ArmCase[], arm: ArmSpec['arm']): void {
  const others = new Set(cases.filter((one) => one.arm === arm).map(({ caseId }) => caseId));
  const missing = [...own].find((id) => !others.has(id)) ?? [...others].find((id) => !own.has(id));
  if (missing === undefined) return;
  throw new UserError(
    'usage',
    `${quoted(missing)} is in one of the two workloads only, so that they would be offered different loads`,
    'Give both the same cases, or leave it out with --filter.',
  );
}

/** Whether the workload says how the server is to share itself among classes. */
export function hasScheduling({ arms }: Pick<LoadWork, 'arms'>): boolean {
  return arms.some(({ workload }) => (workload.scheduling ?? []).length > 0);
}
