import type { Verdict } from '../../model/comparison.ts';

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

/** Every verdict as people read it, most severe first. */
export const verdictWords: readonly VerdictWord[] = [
  {
    verdict: 'regressed',
    word: 'regressed',
    mark: '▲',
    tone: 'bad',
    isFinding: true,
    meaning: 'The candidate costs more, beyond the margin: several sessions prove it, or a counter is exact.',
  },
  {
    verdict: 'resultChanged',
    word: 'result changed',
    mark: '≠',
    tone: 'odd',
    isFinding: true,
    meaning: 'The arms return different results, so their times are no comparison.',
  },
  {
    verdict: 'failed',
    word: 'failed',
    mark: '✗',
    tone: 'bad',
    isFinding: true,
    meaning: 'The query failed or timed out in at least one arm.',
  },
  {
    verdict: 'improved',
    word: 'improved',
    mark: '▼',
    tone: 'good',
    isFinding: true,
    meaning: 'The candidate costs less, beyond the margin: several sessions prove it, or a counter is exact.',
  },
  {
    verdict: 'unconfirmed',
    word: 'unconfirmed',
    mark: '◇',
    tone: 'unsure',
    isFinding: true,
    meaning: 'It looked different at first; fresh data did not confirm it.',
  },
  {
    verdict: 'inconclusive',
    word: 'inconclusive',
    mark: '?',
    tone: 'unsure',
    isFinding: false,
    meaning: 'Nothing is claimed: too noisy, too few measurements, results not compared, or executions cut by a limit.',
  },
  {
    verdict: 'added',
    word: 'added',
    mark: '+',
    tone: 'calm',
    isFinding: false,
    meaning: 'Only the candidate has this case.',
  },
  {
    verdict: 'removed',
    word: 'removed',
    mark: '-',
    tone: 'calm',
    isFinding: false,
    meaning: 'Only the baseline has this case.',
  },
  {
    verdict: 'equivalent',
    word: 'equivalent',
    mark: '~',
    tone: 'calm',
    isFinding: false,
    meaning: 'Shown to be within the margin.',
  },
];

const byVerdict = new Map(verdictWords.map((entry) => [entry.verdict, entry]));

/** The word, mark and tone of a verdict. */
export function verdictWord(verdict: Verdict): VerdictWord {
  const entry = byVerdict.get(verdict);
  if (entry === undefined) throw new TypeError(`No words for the verdict ${verdict}`);
  return entry;
}
