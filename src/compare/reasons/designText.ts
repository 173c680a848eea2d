import {
  correctedDesign,
  currentDesign,
  type Design,
  type DesignDifference,
  designDifferences,
} from '../../model/design.ts';
import type { Notice } from '../../model/notice.ts';

const mostNamed = 5;

/**
 * A run that goes by thresholds of its own; as a caution, for they can make a verdict milder.
 * @param comparisons with one baseline, for which thresholds are corrected
 */
export function ownDesignNotice(own: Design, comparisons = 1): readonly Notice[] {
  const differences = designDifferences(own, correctedDesign(currentDesign, comparisons));
  if (differences.length === 0) return [];
  const text =
    `The run is judged by the thresholds that its file records, and not by those of this hogbench: ${named(differences)}. ` +
    'With --gate, hogbench report goes by its own.';
  return [{ code: 'design-differs', level: 'caution', text }];
}

/** What a gate says of thresholds that it did not go by. */
export function overruledDesignNotice(recorded: Design): readonly Notice[] {
  const differences = designDifferences(recorded, currentDesign);
  if (differences.length === 0) return [];
  const text = `The run file records other thresholds than this hogbench has, and the gate went by its own: ${named(differences)}.`;
  return [{ code: 'design-overruled', level: 'caution', text }];
}

/** Two saved runs that were measured by different thresholds. */
export function twoDesignsNotice(baseline: Design, candidate: Design): readonly Notice[] {
  const differences = designDifferences(candidate, baseline);
  if (differences.length === 0) return [];
  const text = `The two runs record different thresholds. Both are judged by the baseline's: ${named(differences)}.`;
  return [{ code: 'designs-differ', level: 'caution', text }];
}

/** "families.time.share 0.7 instead of 0.8" */
function named(differences: readonly DesignDifference[]): string {
  const shown = differences
    .slice(0, mostNamed)
    .map(({ name, own, other }) => `${name} ${own ?? 'absent'} instead of ${other ?? 'absent'}`);
  const more = differences.length > mostNamed ? ` and ${differences.length - mostNamed} more` : '';
  return `${shown.join(', ')}${more}`;
}
