import { z } from 'zod';
import { judgeGate } from '../gate/judgeGate.ts';
import { presetChoices } from '../gate/presets.ts';
import { isDay, readAllowances } from '../gate/readAllowances.ts';
import { readRules } from '../gate/readRules.ts';
import type { ComparisonReport, Verdict } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import { type GateJudgement, type GatePreset, gatePresets } from '../model/gateJudgement.ts';
import { type GateOutcome, usualFailures } from '../model/gateOutcome.ts';
import type { AllowanceText, GatePolicy, InBaseline, RuleText } from '../model/gateRules.ts';
import { allowSchema, ruleSchema } from '../schema/config/gateConfigSchema.ts';
import { check } from './checkedChoices.ts';

export interface GateChoices {
  /** Rules as the config's `gate.rules` writes them. The last that matches a case and metric wins. */
  readonly rules?: readonly RuleText[] | undefined;
  /** Rules that come before them. Default: `default`, which has none. */
  readonly preset?: GatePreset | undefined;
  /** Accepted regressions, as the file of allowances writes them. */
  readonly allowances?: readonly AllowanceText[] | undefined;
  /** The day it is in UTC, `2027-01-01`, by which allowances end. Default: today. */
  readonly today?: string | undefined;
  /** Whether the baseline contains a commit that an allowance names; undefined: it cannot be told, and then the allowance allows nothing. */
  readonly inBaseline?: ((commit: string) => boolean | undefined) | undefined;
  /** Verdicts that fail. Default: regressed, failed, resultChanged. */
  readonly failOn?: readonly Exclude<Verdict, 'equivalent'>[] | undefined;
  /** A case that stays without an answer fails. Default: false. */
  readonly strict?: boolean | undefined;
  /** Of the cases of both arms, that have to be decided, as a share. Default: one is enough. */
  readonly minDecided?: number | undefined;
}

const verdicts = [
  'regressed',
  'improved',
  'equivalent',
  'inconclusive',
  'unconfirmed',
  'resultChanged',
  'failed',
  'added',
  'removed',
] as const satisfies readonly Verdict[];

/** Nothing fails for being equivalent; whoever asks for that means something else. */
const choicesShape = z.strictObject({
  failOn: z
    .array(z.enum(verdicts).exclude(['equivalent']))
    .min(1)
    .optional(),
  strict: z.boolean().optional(),
  minDecided: z.number().min(0).max(1).optional(),
  rules: z.array(ruleSchema).optional(),
  preset: z.enum(gatePresets).optional(),
  allowances: allowSchema.optional(),
  today: z.string().refine(isDay, 'is no day: write it as 2027-01-01').optional(),
  inBaseline: z.custom<GateChoices['inBaseline']>((given) => typeof given === 'function').optional(),
});

const tags = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** What rules look at beside it. */
const judgedShape = z.looseObject({
  method: z.looseObject({ margin: z.number(), countersOnly: z.boolean() }),
  cases: z.array(
    z.looseObject({
      caseId: z.string(),
      name: z.string(),
      tags,
      baselineTags: tags.optional(),
      reason: z.string(),
      metrics: z.array(z.looseObject({ metric: z.string(), result: z.looseObject({ kind: z.string() }) })),
      evidence: z.looseObject({ counters: z.array(z.looseObject({ metric: z.string() })) }),
    }),
  ),
});

/** As much of a report as a gate goes by. */
const reportShape = z
  .looseObject({
    schemaVersion: z.literal(1),
    kind: z.literal('comparison'),
    status: z.looseObject({ kind: z.enum(['complete', 'interrupted', 'incomplete']) }),
    counts: z.record(z.enum(verdicts), z.int().min(0)),
    cases: z.array(
      z.looseObject({
        verdict: z.enum(verdicts),
        metrics: z.array(z.looseObject({})),
        notices: z.array(z.looseObject({ code: z.string() })),
        evidence: z.looseObject({ executions: z.looseObject({ candidate: z.number() }) }),
      }),
    ),
    notices: z.array(z.looseObject({ code: z.string() })),
  })
  .refine(
    ({ counts, cases }) =>
      verdicts.every((one) => counts[one] === cases.filter(({ verdict }) => verdict === one).length),
    'its counts are not those of its cases',
  );

/**
 * What a comparison comes to where it decides. Only `passed` passes: a run that was cut short, that compared or decided nothing, or
 * whose file is damaged is none.
 * @param report as `ab`, `compareRun` and `compareRuns` give it, or `report.json` parsed
 * @throws UserError usage for what is no report, and for verdicts that do not exist
 */
export function gate(report: ComparisonReport, choices: GateChoices = {}): GateOutcome {
  return gateJudgement(report, choices).outcome;
}

/**
 * The same, with each finding: what was expected, what was found, and by which rule. A judgement that the report already has counts for
 * nothing: it may come from whom the gate is to stop.
 * @param report as for `gate`
 * @throws UserError usage for what is no report, and for rules and allowances that are none
 */
export function gateJudgement(report: ComparisonReport, choices: GateChoices = {}): GateJudgement {
  check(reportShape, report, 'the report given to gate');
  check(choicesShape, choices, 'the options of gate');
  const { failOn, strict = false, minDecided, preset = 'default' } = choices;
  const asked = presetChoices(preset);
  const flags = {
    failOn: failOn === undefined ? usualFailures : new Set(failOn),
    strict: strict || asked.strict,
    minDecided: minDecided ?? asked.minDecided,
  };
  check(judgedShape, report, 'the report given to gate');
  const { gate: _, ...bare } = report;
  return judgeGate(bare, policyOf(choices, preset), flags);
}

function policyOf({ rules = [], allowances = [], today, inBaseline }: GateChoices, preset: GatePreset): GatePolicy {
  const read = readRules(rules, (index, key) => `rules[${index}]${key === undefined ? '' : `.${key}`}`);
  const accepted = readAllowances(
    allowances,
    (index, key) => `allowances[${index}]${key === undefined ? '' : `.${key}`}`,
  );
  const [problem] = [...read.problems, ...accepted.problems];
  if (problem !== undefined) throw new UserError('usage', problem.what, problem.fix, problem.place);
  const commits = accepted.allowances.flatMap(({ ends }) => (ends.kind === 'since' ? ends.commit : []));
  return {
    preset,
    rules: [...presetChoices(preset).rules, ...read.rules],
    allowances: accepted.allowances,
    today: today ?? new Date().toISOString().slice(0, 10),
    inBaseline: new Map(commits.map((one) => [one, answerOf(inBaseline?.(one))])),
  };
}

function answerOf(contains: boolean | undefined): InBaseline {
  if (contains === undefined) return 'commitUnknown';
  return contains ? 'yes' : 'no';
}
