import type { TimeRefusal, Untimed, WhyNotCompared } from '../../model/reason.ts';
import { plural } from '../../text/quantity.ts';

/** Why a metric could not be compared, as part of a sentence. */
export function whyNotText(why: WhyNotCompared): string {
  switch (why.kind) {
    case 'notAsked':
      return 'exact counters alone were asked for';
    case 'variesUntested':
      return 'it varied within an arm, and equality is all that was asked for';
    case 'fewExecutions':
      return 'too few executions';
    case 'timesNotJudged':
      return 'times of these two runs are not judged; a notice says why';
    case 'unpaired':
      return 'it varies within an arm, and executions of separate runs are no pairs';
    case 'notCounted':
      return 'the server did not count it';
    case 'fewPairs':
      return 'too few pairs in which both arms counted it';
    case 'oneArm':
      return 'only the candidate has this case';
    case 'fewSessions':
      return `fewer than ${why.needed} sessions of an arm have a value`;
    case 'fewCases':
      return `fewer than ${why.needed} cases have enough sessions`;
  }
}

/** Why server time is not judged. */
export function untimedText(why: Untimed): string {
  if (why.kind === 'notAsked') return 'Server time was not judged.';
  if (why.kind === 'unmeasured') return 'It was never measured.';
  return `Server time is not judged: ${refusalText(why.refusal)}.`;
}

const whatDiffers = {
  version: 'the server versions',
  settings: 'the settings',
  hardware: 'the machines',
  dataset: 'the data',
} as const;

/** Why the times of two saved runs decide nothing, in brief. */
export function refusalText(refusal: TimeRefusal): string {
  switch (refusal.kind) {
    case 'fewSessions': {
      const { baseline, candidate } = refusal.sessions;
      return `the baseline has ${plural(baseline, 'session')}, the candidate ${candidate}, and each needs ${refusal.needed}`;
    }
    case 'mismatch':
      return `${refusal.kinds.map((kind) => whatDiffers[kind]).join(' and ')} differ`;
    case 'fewCases':
      return `${plural(refusal.cases, 'case')} can be compared by time, and ${refusal.needed} are needed`;
    case 'shards':
      return `a run was measured in ${plural(refusal.parts, 'part')}, each on a machine of its own`;
  }
}

/** Why no figure of the whole workload covers a case. */
export type WhyLeftOut =
  | 'oneArm'
  | 'failed'
  | 'otherResults'
  | 'resultsUnread'
  | 'debt'
  | 'fewPairs'
  /** Of money: it does not say how often it runs, executions of it failed or are not in the log, or what has a price was not counted. */
  | 'noWeight'
  | 'evidenceMissing'
  | 'uncounted';

export const leftOutText: Readonly<Record<WhyLeftOut, string>> = {
  oneArm: 'only one arm has it',
  failed: 'an arm failed',
  otherResults: 'the arms return different results',
  resultsUnread: 'results were not compared',
  debt: 'a server still worked on its tables',
  fewPairs: 'fewer than two pairs with server time',
  noWeight: 'it has no weight, so nobody knows how often it runs a day',
  evidenceMissing: 'executions failed, were cut short or are not in the log',
  uncounted: 'what has a price was not counted in two pairs',
};
