import type {
  ClassReport,
  LoadReport,
  LoadVerdict,
  ProbedRate,
  PromiseVerdict,
  TrialReport,
} from '../../model/loadReport.ts';
import type { Tone } from '../words/verdictWords.ts';

/** A verdict for a reader: colour only repeats what word and mark say. */
export interface LoadMark {
  readonly word: string;
  readonly mark: string;
  readonly tone: Tone;
}

const marks: Readonly<Record<LoadVerdict['kind'], LoadMark>> = {
  kept: { word: 'kept', mark: '✓', tone: 'good' },
  missed: { word: 'missed', mark: '✗', tone: 'bad' },
  undecided: { word: 'undecided', mark: '?', tone: 'unsure' },
  told: { word: 'nothing judged', mark: '-', tone: 'calm' },
  invalid: { word: 'not valid', mark: '≠', tone: 'odd' },
  incomplete: { word: 'incomplete', mark: '?', tone: 'unsure' },
};

/** What a whole load came to. Where a rule keeps it from a better word, it is the rule's. */
export function loadMark(report: Pick<LoadReport, 'verdict' | 'gate'>): LoadMark {
  switch (rulesBeside(report)) {
    case 'failed':
      return { ...marks.missed, word: 'beyond a rule' };
    case 'undecided':
      return { ...marks.undecided, word: 'undecided by a rule' };
    default:
      return marks[report.verdict.kind];
  }
}

/** What rules make of a load, where promises say something better; undefined where those say it all. */
export function rulesBeside({
  verdict: { kind },
  gate,
}: Pick<LoadReport, 'verdict' | 'gate'>): 'failed' | 'undecided' | undefined {
  if (gate?.outcome === 'failed' && (kind === 'kept' || kind === 'told' || kind === 'undecided')) return 'failed';
  return gate?.outcome === 'undecided' && (kind === 'kept' || kind === 'told') ? 'undecided' : undefined;
}

/** What came of a promise; of a class without one, that nothing is promised. */
export function promiseMark(verdict: PromiseVerdict | undefined): LoadMark {
  return verdict === undefined ? { word: 'nothing promised', mark: '-', tone: 'calm' } : marks[verdict];
}

/**
 * What came of a promise in a trial. One that was kept in a trial which proves nothing, or which may be overloaded, is not
 * called kept.
 *
 * @param trial undefined: it is not known, so that nothing is called kept
 */
export function trialMark(verdict: PromiseVerdict | undefined, trial: TrialReport | undefined): LoadMark {
  if (verdict !== 'kept') return promiseMark(verdict);
  if (trial === undefined || trial.faults.length > 0) return marks.invalid;
  return trial.steady.kind === 'steady' ? marks.kept : marks.undecided;
}

/**
 * What came of a rate that a search tried: the search has judged its backlog itself.
 *
 * @param trial undefined: it is not known, so that nothing is called kept
 */
export function probeMark({ verdict }: ProbedRate, trial: TrialReport | undefined): LoadMark {
  const isSound = trial !== undefined && trial.faults.length === 0;
  return verdict === 'kept' && !isSound ? marks.invalid : marks[verdict];
}

/** The same of a class; one that is there to disturb is not judged. */
export function classMark(one: ClassReport, trial: TrialReport): LoadMark {
  if (one.background) return { word: 'background', mark: '-', tone: 'calm' };
  return trialMark(one.verdict, trial);
}

/** `✓ kept` */
export function markText({ mark, word }: LoadMark): string {
  return `${mark} ${word}`;
}
