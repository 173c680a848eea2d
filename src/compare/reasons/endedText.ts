import type { Ended } from '../../model/evidence.ts';
import { plural } from '../../text/quantity.ts';

/** What ended the measuring of a case. */
export function endedText(ended: Ended): string {
  switch (ended.kind) {
    case 'cut':
      return 'executions were cut';
    case 'unmeasured':
      return 'never measured';
    case 'savedSessions':
      return 'the plan of each saved run';
    case 'nothingToCompare':
      return 'nothing to compare';
    case 'tried':
      return 'tried, nothing to compare';
    case 'countersRead':
      return `counters read in ${plural(ended.executions, 'execution')} of each arm`;
    case 'equivalent':
      return `interval inside the margin after ${plural(ended.pairs, 'pair')}`;
    case 'countersDecide':
      return `decided by exact counters after ${plural(ended.pairs, 'pair')}`;
    case 'limit':
      return `pair limit of ${ended.pairs} reached`;
    case 'hopeless':
      return `executions kept failing, given up after ${plural(ended.pairs, 'pair')}`;
    case 'noEvidence':
      return `no server evidence in ${plural(ended.pairs, 'pair')}`;
    case 'unconfirmable':
      return 'suspect; confirmation is switched off';
    case 'confirmed':
      return `confirmed in ${plural(ended.sessions, 'fresh session')} after ${plural(ended.pairs, 'pair')}`;
    case 'futile':
      return `not repeated in ${plural(ended.sessions, 'fresh session')}, ${plural(ended.pairs, 'pair')}`;
    case 'confirmationLimit':
      return `confirmation limit of ${plural(ended.pairs, 'pair')} reached`;
    case 'confirmationHopeless':
      return 'executions kept failing in confirmation';
    case 'interrupted':
      return 'interrupted';
    case 'incomplete':
      return `run incomplete: ${ended.reason}`;
    case 'budget':
      return 'budget';
    case 'over':
      return 'the run ended';
  }
}
