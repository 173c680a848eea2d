import type { CaseComparison } from '../model/comparison.ts';
import type { Design } from '../model/design.ts';
import { countsEvents } from '../model/serverFacts.ts';
import { plural } from '../text/quantity.ts';
import type { ArmFacts } from './counters/armValues.ts';
import { badEnds, failureText, shortMessage } from './executionFailures.ts';
import { stallDoubts } from './reasons/stallText.ts';
import type { ResultVerdict } from './results/caseResults.ts';
import type { ArmTally, CaseSamples } from './timing/pairing.ts';
import type { Judged } from './verdict.ts';

/** What is known of a case's results; `ignored` where the author of the workload says that they need not agree. */
export type CaseResult = ResultVerdict | { readonly kind: 'ignored' };

/** As a report says it. */
export function resultsField({ kind }: CaseResult): CaseComparison['results'] {
  return kind === 'unjudged' ? 'notCompared' : kind;
}

interface Checked {
  readonly samples: CaseSamples;
  readonly facts: ArmFacts;
  readonly result: CaseResult;
  /** As `Run.lost`. */
  readonly lost?: string | undefined;
  readonly design: Design;
  /** Exact counters alone are judged, which no stall changes. */
  readonly countersOnly: boolean;
}

/**
 * What was not checked of a case, a sentence each. One is enough to keep it from being called equivalent or improved:
 * docs/favourable.md has the list. A verdict that warns stands without these checks.
 */
export function doubts({ samples, facts, result, lost, countersOnly, design }: Checked): readonly string[] {
  return [
    ...(lost === undefined ? [] : [lost]),
    ...(result.kind === 'unjudged' ? [uncomparedText(result.notice?.text)] : []),
    ...(['baseline', 'candidate'] as const).flatMap((arm) => armDoubts(arm, samples.tally[arm])),
    ...(countersOnly ? [] : stallDoubts(samples, design)),
    ...([...facts.baseline, ...facts.candidate].every((one) => countsEvents(one.events)) ? [] : [uncounted]),
  ];
}

const uncounted =
  "Executions have no ProfileEvents in the server's log (is log_profile_events off?), which tell counters of work and " +
  'whether a limit cut them.';

/** A notice on results that were not read is about why; the reason says first what follows from it. */
function uncomparedText(notice: string | undefined): string {
  if (notice === undefined) return 'Results were not compared: they were not read.';
  return notice.includes('not compared') ? notice : `Results were not compared. ${notice}`;
}

/** What fails now and then, or is not in the log, can be just what would have told the arms apart. */
function armDoubts(arm: string, tally: ArmTally): readonly string[] {
  const { missing, missingDetail } = tally;
  const why = missingDetail === null ? '' : ` (${shortMessage(missingDetail)})`;
  return [
    ...(badEnds(tally) === 0 ? [] : [`In the ${arm}, ${failureText(tally)}`]),
    ...(missing === 0
      ? []
      : [`${plural(missing, 'execution')} of the ${arm} left no facts in the server's log${why}.`]),
  ];
}

/** A favourable verdict that something speaks against becomes `inconclusive`; what costs showed stays in its reason. */
export function heldBack(judged: Judged, against: readonly string[]): Judged {
  if (against.length === 0 || (judged.verdict !== 'equivalent' && judged.verdict !== 'improved')) return judged;
  return { ...judged, verdict: 'inconclusive', reason: [...against, judged.reason].join(' ') };
}
