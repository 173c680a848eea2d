import { appendSummary } from '../app/stepSummary.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { UserError } from '../model/errors.ts';
import { reporterOf } from '../report/reporters.ts';
import type { Telling } from '../report/words/reportLink.ts';
import { verdictLine } from '../report/words/verdictLine.ts';
import type { OptionSource } from './flags/optionSource.ts';
import type { Io } from './io.ts';

/** What a job of GitHub Actions is shown besides the log. */
export interface JobOutput {
  /** Annotations on the changed lines, on stdout. */
  readonly annotates: boolean;
  /** The file of the job's summary; absent where none is written. */
  readonly summary: string | undefined;
  /** Asked for by name, so that it must not be missing. */
  readonly isAsked: boolean;
  readonly telling: Telling;
}

/**
 * What a job is shown, by `--job-output`. Unless asked, only what was measured here is: a saved run can be a stranger's. stdout that is one
 * JSON document has no annotations in it.
 *
 * @param isMeasured whether this command measures what it tells
 * @throws UserError usage for a word that is none of the choices
 */
export function jobOutputOf(
  source: OptionSource,
  io: Pick<Io, 'env'>,
  telling: Telling,
  { isMeasured, json }: { readonly isMeasured: boolean; readonly json: boolean },
): JobOutput {
  const how = source.read('job-output', 'jobOutput') ?? 'auto';
  const isJob = io.env.GITHUB_ACTIONS === 'true';
  const isOn = how === 'on' || (how === 'auto' && isMeasured && isJob);
  return {
    annotates: isOn && !json && (how === 'on' || !source.on('quiet')),
    summary: isOn ? io.env.GITHUB_STEP_SUMMARY || undefined : undefined,
    isAsked: how === 'on',
    telling,
  };
}

/** Shows a job what was found. Hands back what could not be shown, where that was asked for; else it is a warning. */
export async function tellJob(report: ComparisonReport, job: JobOutput, io: Io): Promise<readonly UserError[]> {
  const { annotates, summary, isAsked, telling } = job;
  const textOf = (name: 'github' | 'markdown'): string => {
    const text = reporterOf(name).render(report, { color: false, width: io.columns, ...telling });
    return typeof text === 'string' ? text : [...text].join('');
  };
  if (annotates) io.stdout(textOf('github'), { commands: true });
  if (summary === undefined) return [];
  try {
    await appendSummary(summary, textOf('markdown'), `### ${verdictLine(report, telling.rules)}`);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (isAsked) return [error];
    io.warn(`${error.message}: ${error.fix}`);
    return [];
  }
}
