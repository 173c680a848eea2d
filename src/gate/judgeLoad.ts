import type { LoadGateFinding, LoadGateJudgement, LoadRule } from '../model/loadGate.ts';
import type { LoadReport, TrialReport } from '../model/loadReport.ts';
import { notAsMeant } from '../model/notAsMeant.ts';
import { answerOfCapacity, answerOfRatio, answerOfTrial, type LoadAnswer } from './loadAnswers.ts';
import { isRate, loadUnit } from './loadMetrics.ts';
import { type LoadQuestion, loadQuestions } from './loadQuestions.ts';

/** As much of a load as rules are asked of. */
export type RuledLoad = Pick<
  LoadReport,
  'command' | 'arms' | 'trials' | 'capacity' | 'capacityRatio' | 'notices' | 'verdict'
>;

/**
 * What rules on load make of one. They add to its verdict, and change nothing of it: of a run that is not whole or not valid each question
 * is undecided, and none holds of a load that was not as meant. Of two arms the candidate is judged. A pure function of its arguments.
 * @param config the file of the rules, as people know it
 */
export function judgeLoad(report: RuledLoad, rules: readonly LoadRule[], config?: string): LoadGateJudgement {
  const questions = loadQuestions(rules);
  const isSearch = report.command === 'capacity';
  const asked = questions.filter(({ of }) => isSearch || of.kind !== 'capacity');
  const findings = asked.flatMap((question) =>
    answersTo(question, report).map((answer) => findingOf(question, soundly(report, answer))),
  );
  return {
    ...(config === undefined ? {} : { config }),
    outcome: outcomeOf(findings),
    findings: findings.toSorted((a, b) => rank(a) - rank(b)),
    unasked: [...new Set(questions.flatMap((one) => (asked.includes(one) ? [] : one.of.name)))],
  };
}

function answersTo({ of, asks, bound }: LoadQuestion, report: RuledLoad): readonly LoadAnswer[] {
  const { capacity = [], capacityRatio } = report;
  const arm = judgedArm(report);
  if (of.kind === 'capacity') {
    if (asks === 'margin') return [answerOfRatio(capacityRatio, capacity, bound)];
    return [
      answerOfCapacity(
        capacity.find((one) => one.arm === arm),
        bound,
      ),
    ];
  }
  const trials = judgedTrials(report, of.of);
  if (trials.length > 0) return trials.map((trial) => answerOfTrial(of, bound, trial));
  return [{ is: 'undecided', why: report.command === 'capacity' ? 'notHeld' : 'notOffered' }];
}

function judgedArm({ arms }: RuledLoad): LoadReport['arms'][number]['arm'] {
  return arms.some(({ arm }) => arm === 'candidate') ? 'candidate' : 'baseline';
}

/** Of a search the rate that was held, since the others were tried to be missed; of a matrix the cells that measure the class. */
function judgedTrials(report: RuledLoad, of: string): readonly TrialReport[] {
  const arm = judgedArm(report);
  const own = report.trials.filter(({ plan }) => plan.arm === arm);
  switch (report.command) {
    case 'load':
      return own;
    case 'capacity': {
      const held = report.capacity?.find((one) => one.arm === arm)?.sustained?.trial;
      return own.filter(({ plan }) => plan.id === held);
    }
    case 'matrix':
      return own.filter(({ plan }) => plan.purpose.kind === 'cell' && plan.purpose.measured === of);
  }
}

function soundly({ verdict, notices }: RuledLoad, answer: LoadAnswer): LoadAnswer {
  if (verdict.kind === 'invalid' || verdict.kind === 'incomplete')
    return { ...answer, is: 'undecided', why: answer.why === 'trialUnsound' ? 'trialUnsound' : 'runUnsound' };
  // its summary takes a rate that was held for one that was not
  const isGood = answer.is === 'held' || answer.why === 'notHeld';
  return isGood && notAsMeant(notices).length > 0 ? { ...answer, is: 'undecided', why: 'notAsMeant' } : answer;
}

function findingOf({ of, asks, bound, level, source }: LoadQuestion, answer: LoadAnswer): LoadGateFinding {
  const { is, trial, found, why } = answer;
  const outcome = { held: 'passed', undecided: 'undecided', broken: level === 'off' ? 'off' : 'fired' } as const;
  return {
    ...{ source, asks, outcome: outcome[is], level, metric: of.name },
    ...(trial === undefined ? {} : { trial }),
    expected: asks === 'margin' ? { kind: 'within', margin: bound } : limitOf(of, bound),
    ...(found === undefined ? {} : { found }),
    ...(why === undefined ? {} : { why }),
  };
}

function limitOf(of: LoadQuestion['of'], value: number): LoadGateFinding['expected'] {
  return { kind: isRate(of) ? 'atLeast' : 'atMost', value, unit: loadUnit(of) };
}

function outcomeOf(findings: readonly LoadGateFinding[]): LoadGateJudgement['outcome'] {
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.some(({ outcome }) => outcome === 'fired')) return 'failed';
  if (errors.some(({ outcome }) => outcome === 'undecided')) return 'undecided';
  return findings.some(({ outcome, level }) => outcome === 'passed' && level !== 'off') ? 'passed' : 'none';
}

/** Errors that fired, what is undecided, warnings, then what is told of. */
function rank({ outcome, level }: LoadGateFinding): number {
  if (outcome === 'fired') return level === 'error' ? 0 : 2;
  if (outcome === 'undecided') return level === 'error' ? 1 : 3;
  return outcome === 'off' ? 4 : 5;
}
