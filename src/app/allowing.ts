import { mostBytes, readRegular } from '../files/regularFile.ts';
import { type Acceptable, acceptable } from '../gate/acceptable.ts';
import { isNamed } from '../gate/matching.ts';
import { metricAdvice, ruleMetric } from '../gate/ruleMetrics.ts';
import type { CaseComparison, ComparisonReport } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import { usualRules } from '../model/gateOutcome.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import { type ReadGate, withGate } from './gateUse.ts';
import { asOneReport, readReport } from './savedReports.ts';
import type { Services } from './services.ts';
import type { World } from './world.ts';

export interface AllowRequest {
  /** The run file in which it was found. */
  readonly run: string;
  /** A pattern of cases. */
  readonly pattern: string;
  /** One metric alone; absent: all in which they are worse. */
  readonly metric: string | undefined;
  /** What is allowed by now shows what is still in the way. */
  readonly gate: ReadGate;
}

/**
 * What allowances of a pattern would have to cover, as a saved run shows it.
 * @throws UserError usage where nothing of it was found worse: there is nothing to allow
 */
export async function foundAcceptable(
  { run, pattern, metric, gate }: AllowRequest,
  world: World,
  services: Services,
): Promise<readonly Acceptable[]> {
  if (metric !== undefined && ruleMetric(metric) === undefined)
    throw new UserError('usage', `unknown metric ${quoted(metric)}`, metricAdvice(metric), '--metric');
  const saved = asOneReport(await readReport(run, {}, world), run);
  if (saved.kind === 'oneArm')
    throw new UserError('usage', 'a run of one arm has found nothing', 'Name a comparison: --from FILE.', run);
  const { report } = saved;
  const own = report.cases.filter((one) => isNamed(one, pattern));
  if (own.length === 0) throw noCase(pattern, report, run);
  const wrong = own.find(({ verdict }) => verdict === 'resultChanged' || verdict === 'failed');
  if (wrong !== undefined)
    throw new UserError(
      'usage',
      `${quoted(wrong.caseId)} ${wrong.verdict === 'failed' ? 'failed' : 'returns another result'}, which no allowance covers`,
      'Mend it first: an allowance is about what a case costs.',
      run,
    );
  const { gate: judged } = await withGate(report, gate, usualRules, world, services);
  const found = judged === undefined ? [] : acceptable(report, judged, pattern, metric);
  if (found.length === 0) throw notWorse(own, metric, run);
  return found;
}

function noCase(pattern: string, { cases }: ComparisonReport, run: string): UserError {
  const names = cases.map(({ name }) => name);
  const advice = suggestion(pattern, [...new Set(names)].slice(0, 20));
  return new UserError('usage', `no case of that run fits ${quoted(pattern)}`, `${advice}.`, run);
}

function notWorse(own: readonly CaseComparison[], metric: string | undefined, run: string): UserError {
  const [one] = own;
  const of = metric === undefined ? '' : ` in ${metric}`;
  const what =
    own.length === 1 && one !== undefined
      ? `${quoted(one.caseId)} is ${one.verdict}, and was not found worse${of}`
      : `none of these ${own.length} cases was found worse${of}`;
  return new UserError('usage', what, 'There is nothing to allow. --from FILE names another run.', run);
}

/**
 * The text of a file of allowances; undefined where there is none yet.
 * @throws UserError usage for one that cannot be read
 */
export async function allowanceTextOf(file: string, shown: string): Promise<string | undefined> {
  try {
    return (await readRegular(file, mostBytes.yaml)).toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError('usage', `the allowances cannot be read: ${why}`, 'Make it a readable file.', shown);
  }
}
