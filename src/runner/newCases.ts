import type { ArmCase, RunArm } from '../model/arm.ts';
import type { Notice } from '../model/notice.ts';
import type { Sample } from '../model/sample.ts';
import { attempt } from './attempts.ts';
import type { Ending } from './ending.ts';
import type { MeasureInput } from './measureInput.ts';
import type { RequestMaker } from './requests.ts';
import type { SampleBook } from './sampleBook.ts';

/** Executions of a case that has nothing to be compared with: the first reads what the others find read. */
const newCaseExecutions = 3;

/** Of a time budget; comparing is what it was given for. */
const newCasesShare = 0.4;

const notAllTried: Notice = {
  code: 'new-cases-untried',
  level: 'caution',
  text: 'Trying all cases that only the candidate has would have used up the time budget, so some were not executed.',
};

/**
 * Executes what only the candidate has, so that a new query that fails is seen. Cases that an interrupted run has tried
 * are not tried again.
 *
 * @throws Ended when interrupted, out of time, or when a server is gone
 */
export async function tryNewCases(
  input: MeasureInput,
  book: SampleBook,
  ending: Ending,
  request: RequestMaker,
): Promise<void> {
  const { progress, recorder } = input;
  const waiting = newCases(input, book);
  if (waiting.length === 0) return;
  progress.phase('trying new cases');
  for (const [index, one] of waiting.entries()) {
    progress.remaining(waiting.length - index);
    ending.check();
    if (ending.isPast(newCasesShare)) return recorder.notice(notAllTried);
    const samples = await execute(one, input, book, ending, request);
    for (const sample of samples) recorder.sample(sample);
    await ending.orGone(book.collect(samples, 0));
    progress.step(one.caseId);
  }
  ending.check();
}

type NewCase = Pick<ArmCase<RunArm>, 'caseId' | 'arm'>;

function newCases({ cases }: MeasureInput, book: SampleBook): readonly NewCase[] {
  const before = new Set(cases.filter((one) => one.arm === 'baseline').map((one) => one.caseId));
  const tried = new Set(book.samples.map(keyOf));
  return cases.filter((one) => one.arm !== 'baseline' && !before.has(one.caseId) && !tried.has(keyOf(one)));
}

function keyOf({ arm, caseId }: NewCase): string {
  return `${arm} ${caseId}`;
}

async function execute(
  { caseId, arm }: NewCase,
  input: MeasureInput,
  book: SampleBook,
  ending: Ending,
  request: RequestMaker,
): Promise<readonly Sample<RunArm>[]> {
  const stage = 'screening';
  const tried = await attempt(input, ending, async () => {
    const requests = Array.from({ length: newCaseExecutions }, (_, n) => request(caseId, arm, `new${n}`) ?? []);
    const executions = await input.executor.execute(requests.flat(), ending.executionSignal);
    return executions.map((execution) => ({ ...execution, at: arm }));
  });
  return tried.flatMap((execution, round): readonly Sample<RunArm>[] =>
    execution.outcome.kind === 'skipped'
      ? []
      : [book.sampleOf({ caseId, arm, stage, session: 0, round, position: 0 }, execution)],
  );
}
