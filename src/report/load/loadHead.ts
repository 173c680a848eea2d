import type { ArmDescription } from '../../model/arm.ts';
import type { LoadReport, TrialReport } from '../../model/loadReport.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { armName } from '../words/armNames.ts';
import { serverText } from '../words/serverPlace.ts';
import { optionsText } from '../words/wholeRunText.ts';
import { planText } from './trialWords.ts';

/** `posthog at embedded, ClickHouse 26.7.3.1 on box` */
function armText(arm: ArmDescription): string {
  return `${armName(arm)} at ${arm.environment.target}, ${serverText(arm.environment)}`;
}

/** On what, a line for each arm. */
export function armTexts({ arms, command }: LoadReport): readonly string[] {
  const [only] = arms;
  if (arms.length === 1 && only !== undefined) return [`${command} of ${armText(only)}`];
  return arms.map((arm) => `${arm.arm}: ${armText(arm)}`);
}

/** What was asked: what was offered and for how long, of a search and a matrix how many trials there were. */
export function askedText({ command, trials, cases, classes }: LoadReport): string {
  const of = `${plural(cases, 'case')} in ${formatCount(classes.length)} ${classes.length === 1 ? 'class' : 'classes'}`;
  const [first] = trials;
  if (first === undefined) return `${of}; nothing was measured`;
  if (command === 'load')
    return `${of}: ${planText(first.plan)}${trials.length === 1 ? '' : `, ${formatCount(trials.length)} times`}`;
  const noun = command === 'matrix' ? 'cell' : 'trial';
  return `${of}, ${plural(trials.length, noun)}`;
}

/** How it was sent: `seed 42, 1 worker, at most 1,000 requests at once`. */
export function drivingText({ driving, seed, shard }: LoadReport): string {
  const part = shard === undefined ? [] : [`part ${shard.index} of ${shard.of} of the load`];
  return [
    `seed ${seed}`,
    plural(driving.workers, 'worker'),
    `at most ${plural(driving.maxInFlight, 'request')} at once`,
    ...part,
  ].join(', ');
}

/** What weakens or voids it: faults with what to do, lost parts, cautions; each once. */
export function cautionTexts(report: LoadReport): readonly string[] {
  const { trials, capacity = [], notices, status, lost } = report;
  const faults = [...trials, ...capacity].flatMap((one) => one.faults);
  return [
    ...new Set([
      ...(status.kind === 'interrupted' && faults.length === 0 ? ['The run was interrupted.'] : []),
      ...(status.kind === 'incomplete' ? [`The run is incomplete: ${status.reason}.`] : []),
      ...(lost === undefined ? [] : [lost]),
      ...faults.map(({ what, fix }) => `Not valid: ${what}. What to do: ${fix}.`),
      ...notices.filter(({ level }) => level === 'caution').map(({ text }) => text),
    ]),
  ];
}

/** Reasons of the verdict beyond the first, which its sentence has; faults are told with what to do about them. */
export function furtherReasons({ verdict }: LoadReport): readonly string[] {
  return verdict.kind === 'invalid' ? [] : verdict.reasons.slice(1);
}

/** Remarks that weaken nothing, and what is not as usual. */
export function noteTexts(report: LoadReport): readonly string[] {
  const { notices, scheduling } = report;
  const options = optionsText(report);
  return [
    ...new Set(notices.filter(({ level }) => level === 'note').map(({ text }) => text)),
    ...(scheduling === undefined
      ? []
      : [`The server was given ${plural(scheduling.length, 'statement')} of scheduling.`]),
    ...(options === '' ? [] : [`${options}.`]),
  ];
}

/** Trials that a reader is shown by themselves: of a search the ones that were held, since its curve tells the others. */
export function shownTrials({ command, trials }: LoadReport, all: boolean): readonly TrialReport[] {
  if (all || command === 'load') return trials;
  return trials.filter(({ plan }) => plan.purpose.kind === 'sustained');
}
