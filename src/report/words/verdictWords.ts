import type { Verdict } from '../../model/comparison.ts';
import { severity } from '../../model/decided.ts';

/** How much a verdict asks of a reader. It only picks a colour; word and mark always stand beside it. */
export type Tone = 'bad' | 'good' | 'odd' | 'unsure' | 'calm';

export interface VerdictWord {
  readonly verdict: Verdict;
  readonly word: string;
  readonly mark: string;
  readonly tone: Tone;
  /** A finding is shown in full; other cases are folded. */
  readonly isFinding: boolean;
  readonly meaning: string;
}

const words: Readonly<Record<Verdict, Omit<VerdictWord, 'verdict'>>> = {
  regressed: {
    word: 'regressed',
    mark: '▲',
    tone: 'bad',
    isFinding: true,
    meaning: 'The candidate costs more, beyond the margin: several sessions prove it, or a counter is exact.',
  },
  resultChanged: {
    word: 'result changed',
    mark: '≠',
    tone: 'odd',
    isFinding: true,
    meaning: 'The arms return different results, so comparing their times says nothing.',
  },
  failed: {
    word: 'failed',
    mark: '✗',
    tone: 'bad',
    isFinding: true,
    meaning: 'The query failed or timed out in at least one arm.',
  },
  improved: {
    word: 'improved',
    mark: '▼',
    tone: 'good',
    isFinding: true,
    meaning: 'The candidate costs less, beyond the margin: several sessions prove it, or a counter is exact.',
  },
  unconfirmed: {
    word: 'unconfirmed',
    mark: '◇',
    tone: 'unsure',
    isFinding: true,
    meaning: 'It looked different at first; fresh data did not confirm it.',
  },
  inconclusive: {
    word: 'inconclusive',
    mark: '?',
    tone: 'unsure',
    isFinding: false,
    meaning: 'Nothing is claimed: too noisy, too few measurements, results not compared, or executions cut by a limit.',
  },
  added: {
    word: 'added',
    mark: '+',
    tone: 'calm',
    isFinding: false,
    meaning: 'Only the candidate has this case.',
  },
  removed: {
    word: 'removed',
    mark: '-',
    tone: 'calm',
    isFinding: false,
    meaning: 'Only the baseline has this case.',
  },
  equivalent: {
    word: 'equivalent',
    mark: '~',
    tone: 'calm',
    isFinding: false,
    meaning: 'Shown to be within the margin.',
  },
};

/** Every verdict as people read it, in the order of every list. */
export const verdictWords: readonly VerdictWord[] = severity.map(verdictWord);

/** The word, mark and tone of a verdict. */
export function verdictWord(verdict: Verdict): VerdictWord {
  return { verdict, ...words[verdict] };
}
