import { outcomeName, sumTallies, TallyBook } from '../../src/load/tallyBook.ts';
import type { TrialPlan } from '../../src/model/loadPlan.ts';
import type { LoadOutcome, LoadTally, Trial } from '../../src/model/loadRun.ts';

/** A request that comes to a simulated server. Milliseconds from the start of the trial. */
export interface Arriving {
  readonly of: string;
  readonly at: number;
}

export interface SimulatedRequest extends Arriving {
  /** When a server began it. */
  readonly began: number;
  readonly done: number;
  readonly outcome: LoadOutcome;
}

export interface SimulatedQueue {
  /** Ascending by `at`. */
  readonly arrivals: Iterable<Arriving>;
  readonly servers: number;
  /** How long a server is busy with it, in milliseconds, where it begins at `began`. */
  readonly serviceMs: (request: Arriving, began: number) => number;
  /** Lower is served first; absent: in order of arrival. */
  readonly priority?: (request: Arriving) => number;
  /** It is refused at once where so many wait already. */
  readonly mostWaiting?: number;
  /** The client gives up after so long. The server works on it all the same, as one does whose query is not killed. */
  readonly timeoutMs?: number;
  /** Spans in which no server begins or ends anything: what would end in one ends later by what is left of it. */
  readonly stalls?: readonly { readonly from: number; readonly to: number }[];
}

/** What becomes of each request, in order of arrival: a queue before `servers` alike, simulated by events. */
export function simulateQueue(queue: SimulatedQueue): readonly SimulatedRequest[] {
  const { servers, serviceMs, priority = () => 0, mostWaiting = Number.POSITIVE_INFINITY, timeoutMs } = queue;
  const arrivals = [...queue.arrivals];
  const results = new Array<SimulatedRequest>(arrivals.length);
  const freeAt = new Array<number>(servers).fill(0);
  const lines = new Map<number, { readonly indices: number[]; head: number }>();
  let waiting = 0;

  const begin = (index: number, at: number, server: number): void => {
    const request = arrivals[index] as Arriving;
    const began = stalled(at, 0, queue.stalls);
    const ended = stalled(began, serviceMs(request, began), queue.stalls);
    freeAt[server] = ended;
    const late = timeoutMs !== undefined && ended - request.at > timeoutMs;
    results[index] = late
      ? { ...request, began, done: request.at + timeoutMs, outcome: { kind: 'timedOut', limitMs: timeoutMs } }
      : { ...request, began, done: ended, outcome: { kind: 'completed' } };
  };
  /** Gives servers that become free before `now` to those who wait. */
  const serveUntil = (now: number): void => {
    while (waiting > 0) {
      const server = freeAt.indexOf(Math.min(...freeAt));
      const at = freeAt[server] as number;
      if (at > now) return;
      const first = Math.min(...[...lines].filter(([, line]) => line.head < line.indices.length).map(([of]) => of));
      const line = lines.get(first) as { readonly indices: number[]; head: number };
      begin(line.indices[line.head++] as number, at, server);
      waiting--;
    }
  };
  for (const [index, request] of arrivals.entries()) {
    serveUntil(request.at);
    const server = freeAt.findIndex((at) => at <= request.at);
    if (waiting === 0 && server >= 0) {
      begin(index, request.at, server);
    } else if (waiting >= mostWaiting) {
      const outcome = { kind: 'refused', code: 202, name: 'TOO_MANY_SIMULTANEOUS_QUERIES' } as const;
      results[index] = { ...request, began: request.at, done: request.at + 1, outcome };
    } else {
      const of = priority(request);
      const line = lines.get(of) ?? { indices: [], head: 0 };
      lines.set(of, line);
      line.indices.push(index);
      waiting++;
    }
  }
  serveUntil(Number.POSITIVE_INFINITY);
  return results;
}

/** When work that begins at `from` and takes `ms` ends, if nothing goes on in stalls. */
function stalled(from: number, ms: number, stalls: SimulatedQueue['stalls'] = []): number {
  let end = from + ms;
  for (const stall of stalls) {
    if (stall.to <= from || stall.from > end) continue;
    end += stall.to - Math.max(stall.from, from);
  }
  return end;
}

/** As a perfect sender would have tallied it. */
function tallySimulated(requests: readonly SimulatedRequest[], trial = 0): readonly LoadTally[] {
  const book = new TallyBook(trial);
  for (const { of, at, done, outcome } of requests) {
    book.ended({ of, intended: at, turn: at, sent: at, done, outcome });
  }
  return sumTallies(book.take());
}

/** As a trial that was read back, with every request in it that `keep` takes. */
export function simulatedTrial(
  plan: TrialPlan,
  requests: readonly SimulatedRequest[],
  keep: (request: SimulatedRequest, index: number) => boolean = () => false,
): Trial {
  const sentForMs = plan.warmupMs + plan.durationMs;
  return {
    plan,
    tallies: tallySimulated(requests, plan.id),
    requests: requests.flatMap((request, seq) => {
      if (!keep(request, seq)) return [];
      const { of, at, done, outcome } = request;
      const queryId = `${outcomeName(outcome)}-${seq}`;
      return [{ seq, of, caseId: of, intended: at, sent: at, firstByte: done, done, outcome, queryId }];
    }),
    end: { trial: plan.id, startedAt: 0, sentForMs, ended: { kind: 'complete' }, leftRunning: 0, silent: [] },
  };
}
