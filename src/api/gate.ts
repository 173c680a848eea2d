import { z } from 'zod';
import type { ComparisonReport, Verdict } from '../model/comparison.ts';
import { type GateOutcome, gateOutcome, usualFailures } from '../model/gateOutcome.ts';
import { check } from './checkedChoices.ts';

export interface GateChoices {
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
  check(reportShape, report, 'the report given to gate');
  check(choicesShape, choices, 'the options of gate');
  const { failOn, strict = false, minDecided } = choices;
  return gateOutcome(report, { failOn: failOn === undefined ? usualFailures : new Set(failOn), strict, minDecided });
}
