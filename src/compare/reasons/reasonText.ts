import type { Reason } from '../../model/reason.ts';
import { formatNumber, formatShare, formatValue, plural } from '../../text/quantity.ts';
import { shortMessage } from '../serverMessage.ts';
import { lessDataText } from './dataText.ts';
import { debtText } from './debtText.ts';
import { cutText, failedText, failuresText, trialText } from './failureText.ts';
import { findingText } from './planText.ts';
import { changedText, unreadText } from './resultText.ts';
import { stalledText } from './stallText.ts';
import { timingText } from './timingText.ts';
import { untimedText } from './whyNotText.ts';
import {
  equalText,
  fewCountersText,
  movedText,
  nearText,
  otherTablesText,
  sameWorkText,
  varyingText,
  workText,
} from './workText.ts';

/** One ground of a verdict in a sentence or two. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'failed':
      return failedText(reason.arms);
    case 'resultChanged':
      return `${changedText(reason.difference)} Costs are shown, but comparing them says nothing.`;
    case 'cut':
      return cutText(reason.arms);
    case 'onlyBaseline':
      return 'Only the baseline has this case.';
    case 'onlyCandidate':
      return trialText(reason.trial);
    case 'timing':
      return timingText(reason);
    case 'untimed':
      return untimedText(reason.why);
    case 'work':
      return workText(reason);
    case 'mixedWork':
      return `Some counters grew and others shrank: ${movedText(reason.moved)}.`;
    case 'varyingWork':
      return varyingText(reason);
    case 'nearWork':
      return nearText(reason);
    case 'equalWork':
      return equalText(reason);
    case 'sameWork':
      return sameWorkText(reason);
    case 'counters':
      return `Counters: ${movedText(reason.moved)}.`;
    case 'countersAgainst':
      return 'The counters point the other way; proven time decides.';
    case 'fewCounters':
      return fewCountersText(reason);
    case 'otherTables':
      return otherTablesText(reason);
    case 'noFacts':
      return `The server's log holds no facts (${shortMessage(reason.detail)}).`;
    case 'lost':
      return reason.text;
    case 'resultsUnread':
      return unreadText(reason.why);
    case 'someFailed':
      return `In the ${reason.arm}, ${failuresText(reason.failures)}`;
    case 'factsMissing':
      return factsMissingText(reason);
    case 'stalled':
      return stalledText(reason);
    case 'uncounted':
      return uncounted;
    case 'lessData':
      return lessDataText(reason.tables);
    case 'debt':
      return debtText(reason);
    case 'fewerThreads':
      return fewerThreadsText(reason);
    case 'costlier':
      return costlierText(reason);
    case 'plan':
      return findingText(reason.finding);
  }
}

function costlierText({ baselineMost, candidateLeast }: Extract<Reason, { kind: 'costlier' }>): string {
  return `Each execution of the candidate took ${formatValue(candidateLeast, 'us')} of CPU time or more, and each of the baseline ${formatValue(baselineMost, 'us')} or less.`;
}

function fewerThreadsText({ threads, waited }: Extract<Reason, { kind: 'fewerThreads' }>): string {
  return `The candidate has fewer threads at a time (${formatNumber(threads.candidate)} instead of ${formatNumber(threads.baseline)}), and those of the baseline waited for a core for ${formatShare(waited)} of their time: other work hides what fewer threads cost.`;
}

const uncounted =
  "Executions have no ProfileEvents in the server's log (is log_profile_events off?), which tell counters of work and " +
  'whether a limit cut them.';

function factsMissingText({ arm, missing, detail }: Extract<Reason, { kind: 'factsMissing' }>): string {
  const why = detail === null ? '' : ` (${shortMessage(detail)})`;
  return `${plural(missing, 'execution')} of the ${arm} left no facts in the server's log${why}.`;
}
