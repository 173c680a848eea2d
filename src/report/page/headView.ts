import type { ComparisonReport } from '../../model/comparison.ts';
import type { Environment } from '../../model/environment.ts';
import { formatCount, fromTo, plural } from '../../text/quantity.ts';
import { armNames, namedArms, sharedWorkload } from '../words/armNames.ts';
import { machineText } from '../words/armsView.ts';
import { noiseText } from '../words/noiseText.ts';
import { helpText, undecidedText } from '../words/undecidedText.ts';
import { type VerdictWord, verdictWords } from '../words/verdictWords.ts';

/** All cases as one bar, and in words. */
export interface VerdictBar {
  readonly text: string;
  /** Places in percent of the width. */
  readonly segments: readonly (VerdictWord & {
    readonly count: string;
    readonly x: number;
    readonly width: number;
    readonly middle: number;
    /** As much of mark and count as fits into it on a phone. */
    readonly label: string;
  })[];
}

/** What the page is about, and every verdict at a glance. */
export interface HeadView {
  readonly about: readonly { readonly label: string; readonly value: string }[];
  readonly badges: readonly (VerdictWord & { readonly count: string })[];
  /** Null where there are no cases. */
  readonly bar: VerdictBar | null;
  /** Why cases are undecided, and what would decide more of them; empty where all are decided, or nothing would. */
  readonly undecided: string;
  readonly help: string;
}

/** Arranges the head of the page. */
export function headView(report: ComparisonReport): HeadView {
  const badges = verdictWords
    .filter(({ verdict }) => report.counts[verdict] > 0)
    .map((word) => ({ ...word, count: formatCount(report.counts[word.verdict]) }));
  return {
    about: aboutOf(report),
    badges,
    bar: verdictBar(report.counts),
    undecided: undecidedText(report),
    help: helpText(report),
  };
}

function aboutOf(report: ComparisonReport): HeadView['about'] {
  const arms = namedArms(report);
  const environments = report.arms.map(({ environment }) => environment);
  const over = (text: (environment: Environment) => string): string => fromTo(...new Set(environments.map(text)));
  return [
    { label: 'arms', value: armNames(arms) },
    { label: 'workload', value: sharedWorkload(arms) },
    { label: 'ClickHouse', value: over(({ serverVersion }) => serverVersion) },
    { label: 'target', value: over(({ target }) => target) },
    { label: 'machine', value: over(machineText) },
    { label: 'noise of a pair', value: noiseText(report.method) },
  ].filter(({ value }) => value !== '');
}

/** Of the width: one case of thousands is seen too. */
const least = 1.2;
/** Of a phone's bar, in percent. */
const perLetter = 2.3;

function labelOf(mark: string, count: string, width: number): string {
  const all = `${mark} ${count}`;
  if (width > (all.length + 1) * perLetter) return all;
  return width > (count.length + 0.5) * perLetter ? count : '';
}

function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}

/** Lays the verdicts out side by side, in the order of every list. */
export function verdictBar(counts: ComparisonReport['counts']): VerdictBar | null {
  const found = verdictWords.filter(({ verdict }) => counts[verdict] > 0);
  const total = found.reduce((sum, { verdict }) => sum + counts[verdict], 0);
  if (total === 0) return null;
  const shares = found.map(({ verdict }) => Math.max(least, (100 * counts[verdict]) / total));
  const sum = shares.reduce((all, share) => all + share, 0);
  const widths = shares.map((share) => (100 * share) / sum);
  const segments = found.map((word, at) => {
    const x = widths.slice(0, at).reduce((all, one) => all + one, 0);
    const width = widths[at] ?? 0;
    const count = formatCount(counts[word.verdict]);
    return {
      ...word,
      count,
      x: rounded(x),
      width: rounded(width),
      middle: rounded(x + width / 2),
      label: labelOf(word.mark, count, width),
    };
  });
  return {
    text: `${plural(total, 'case')}: ${segments.map(({ count, word }) => `${count} ${word}`).join(', ')}`,
    segments,
  };
}
