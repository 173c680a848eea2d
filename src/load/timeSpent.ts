import type { TimeSpent } from '../model/loadReport.ts';
import type { LoadFacts, LoadRequest, Trial } from '../model/loadRun.ts';
import type { Milliseconds } from '../model/units.ts';
import { isTooSlow, outcomeName } from './tallyBook.ts';

type Kept = Trial['requests'][number];

/**
 * Where the time went of requests that were drawn at random, and were answered well or given up for taking too long: the slowest and the
 * failed ones that are kept to be looked at would make every mean too large, and one that was refused at once waited for nothing. Undefined
 * where the server's log told of none.
 *
 * @param fromMs requests that were intended before it are not judged
 */
export function timeSpent(requests: readonly Kept[], of: string, fromMs: Milliseconds): TimeSpent | undefined {
  const drawn = requests.filter(
    (one) => one.of === of && one.intended >= fromMs && one.why === undefined && tookItsTime(one),
  );
  const known = drawn.flatMap((one) => (one.evidence?.kind === 'facts' ? [partsOf(one, one.evidence.facts)] : []));
  if (known.length === 0) return undefined;
  const mean = (part: keyof Parts): number => known.reduce((sum, one) => sum + one[part], 0) / known.length;
  return {
    known: known.length,
    of: drawn.length,
    latency: mean('latency'),
    own: mean('own'),
    server: mean('server'),
    slots: mean('slots'),
    running: mean('running'),
    threads: mean('threads'),
    cores: mean('cores'),
    cpu: mean('cpu'),
    between: mean('between'),
  };
}

function tookItsTime({ outcome, sent }: Kept): boolean {
  return outcome.kind === 'completed' || (sent !== undefined && isTooSlow(outcomeName(outcome)));
}

type Parts = Omit<TimeSpent, 'known' | 'of'>;

function partsOf({ intended, sent = intended, done }: LoadRequest, facts: LoadFacts): Parts {
  const [latency, own, server, slots] = [
    done - intended,
    sent - intended,
    facts.serverUs / 1000,
    facts.slotWaitUs / 1000,
  ];
  return {
    latency,
    own,
    server,
    slots,
    running: Math.max(0, server - slots),
    threads: facts.threadWaitUs / 1000,
    cores: facts.coreWaitUs / 1000,
    cpu: facts.cpuUs / 1000,
    between: Math.max(0, latency - own - server),
  };
}
