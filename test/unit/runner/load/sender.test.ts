import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OfferedLoad } from '../../../../src/model/loadPlan.ts';
import type { LoadOutcome } from '../../../../src/model/loadRun.ts';
import { column, columns } from '../../../../src/runner/load/loadTask.ts';
import { Sender, type SenderPorts } from '../../../../src/runner/load/sender.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Row {
  readonly seq: number;
  readonly intended: number;
  readonly reached: number;
  readonly sent: number;
  readonly done: number;
  readonly outcome: string;
}

/** A sender over a server that is a function, its clock, and what it tells. */
function sending(
  intended: readonly number[],
  send: (now: number, signal: AbortSignal) => Promise<LoadOutcome>,
  more: {
    readonly sendMs?: number;
    readonly drainMs?: number;
    readonly maxInFlight?: number;
    readonly offered?: readonly OfferedLoad[];
  } = {},
): { readonly sender: Sender; readonly rows: () => readonly Row[]; readonly sentAt: readonly number[] } {
  const began = performance.now();
  const now = (): number => Math.round(performance.now() - began);
  const sentAt: number[] = [];
  const ports: SenderPorts = {
    now,
    send: (_case, _seq, _began, signal) => {
      sentAt.push(now());
      return send(now(), signal);
    },
  };
  const sender = new Sender(
    {
      intended: Float64Array.from(intended),
      seq: Float64Array.from(intended.keys()),
      caseIndex: new Uint32Array(intended.length),
      users: { offered: more.offered ?? [], seed: 1, cases: [{ id: 'one', weight: 1 }], classOf: { one: 'all' } },
      userSeq: { from: intended.length, step: 1 },
      sendMs: more.sendMs ?? 10_000,
      drainMs: more.drainMs ?? 60_000,
      maxInFlight: more.maxInFlight ?? 100,
    },
    ports,
  );
  const told: LoadOutcome[] = [];
  const rows = (): readonly Row[] => {
    const { ended, outcomes } = sender.ended.take();
    told.push(...outcomes);
    return Array.from({ length: ended.length / columns }, (_, index) => {
      const at = (place: number): number => ended[index * columns + place] as number;
      return {
        ...{ seq: at(column.seq), intended: at(column.intended), reached: at(column.reached) },
        ...{ sent: at(column.sent), done: at(column.done), outcome: told[at(column.outcome)]?.kind ?? '' },
      };
    });
  };
  return { sender, rows, sentAt };
}

const after =
  (ms: number) =>
  (_now: number, signal: AbortSignal): Promise<LoadOutcome> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ kind: 'completed' }), ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve({ kind: 'stopped' });
      });
    });

const closed = (users: number, thinkMs: number, background = false): readonly OfferedLoad[] => [
  { of: 'all', arrival: { kind: 'closed', users, thinkMs }, background },
];

it('sends at the intended times, whatever becomes of the requests before', async () => {
  const { sender, rows, sentAt } = sending([0, 100, 200, 300], after(5000));
  sender.start();
  await vi.advanceTimersByTimeAsync(20_000);
  await sender.finished;
  expect(sentAt).toEqual([0, 100, 200, 300]);
  expect(rows().map(({ done, intended }) => done - intended)).toEqual([5000, 5000, 5000, 5000]);
});

it('a server that stands still for two seconds is a triangle of latencies, and one long wait for a user of a closed loop', async () => {
  const every20 = Array.from({ length: 300 }, (_, place) => place * 20);
  const stalling = (now: number, signal: AbortSignal): Promise<LoadOutcome> =>
    after(now >= 2000 && now < 4000 ? 4000 - now + 10 : 10)(now, signal);
  const open = sending(every20, stalling, { sendMs: 6000, maxInFlight: 1000 });
  open.sender.start();
  const user = sending([], stalling, { sendMs: 6000, offered: closed(1, 0) });
  user.sender.start();
  await vi.advanceTimersByTimeAsync(8000);
  await Promise.all([open.sender.finished, user.sender.finished]);
  const slow = open.rows().filter(({ done, intended }) => done - intended > 15);
  expect(slow).toHaveLength(100);
  expect(slow.map(({ done, intended }) => Math.round(done - intended))).toEqual(
    slow.map((_, place) => 2010 - place * 20),
  );
  expect(user.rows().filter(({ done, intended }) => done - intended > 15)).toHaveLength(1);
});

it('what finds no room waits here, and its latency counts from when it was to be sent', async () => {
  const { sender, rows } = sending([0, 10, 20, 30], after(100), { maxInFlight: 1 });
  sender.start();
  await vi.advanceTimersByTimeAsync(11_000);
  await sender.finished;
  expect(rows().map(({ reached, sent, done }) => [reached, sent, done])).toEqual([
    [0, 0, 100],
    [10, 100, 200],
    [20, 200, 300],
    [30, 300, 400],
  ]);
});

it('at the end of the time what waits for room is not sent, and what is on its way comes to its end', async () => {
  const { sender, rows } = sending([0, 10, 20], after(3000), { maxInFlight: 1, sendMs: 1000 });
  sender.start();
  await vi.advanceTimersByTimeAsync(4000);
  await sender.finished;
  expect(rows().map(({ seq, outcome }) => [seq, outcome])).toEqual([
    [1, 'unsent'],
    [2, 'unsent'],
    [0, 'completed'],
  ]);
});

it('what it did not come to before the end is told as reached only then, and what waited for room since its time', async () => {
  const { sender, rows } = sending([0, 10, 200, 300], after(3000), { maxInFlight: 1 });
  sender.start();
  await vi.advanceTimersByTimeAsync(20);
  const late = performance.now() + 500;
  const clock = vi.spyOn(performance, 'now').mockReturnValue(late);
  sender.enough();
  clock.mockRestore();
  expect(rows().map(({ seq, reached, done, outcome }) => [seq, reached, done, outcome])).toEqual([
    [1, 10, 520, 'unsent'],
    [2, 520, 520, 'unsent'],
    [3, 520, 520, 'unsent'],
  ]);
  sender.stop();
});

it('gives up what outlasts the time for it, and says so', async () => {
  const { sender, rows } = sending([0], after(60_000), { sendMs: 1000, drainMs: 2000 });
  sender.start();
  await vi.advanceTimersByTimeAsync(3001);
  await sender.finished;
  expect(rows()).toMatchObject([{ outcome: 'stopped', done: 3000 }]);
});

it('stops at once when it is told to', async () => {
  const { sender, rows, sentAt } = sending([0, 10, 500], after(60_000));
  sender.start();
  await vi.advanceTimersByTimeAsync(100);
  sender.stop();
  await sender.finished;
  expect(sentAt).toEqual([0, 10]);
  expect(rows().map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped']);
});

it('a user sends when it has its answer and has thought about it', async () => {
  const { sender, rows, sentAt } = sending([], after(100), { sendMs: 1000, offered: closed(1, 150) });
  sender.start();
  await vi.advanceTimersByTimeAsync(2000);
  await sender.finished;
  expect(sentAt).toEqual([0, 250, 500, 750]);
  expect(rows()).toHaveLength(4);
});

it('a request of a user is due after the thinking, so that a late one is late by our doing, and its latency counts from then', async () => {
  const { sender, rows } = sending([], after(100), { sendMs: 1000, offered: closed(1, 150) });
  sender.start();
  await vi.advanceTimersByTimeAsync(200);
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 350);
  await vi.advanceTimersByTimeAsync(50);
  clock.mockRestore();
  await vi.advanceTimersByTimeAsync(100);
  sender.stop();
  expect(rows().map(({ intended, reached, sent }) => [intended, reached, sent])).toEqual([
    [0, 0, 0],
    [250, 550, 550],
  ]);
});

it('nobody waits for what background has on its way, and nothing is told of it', async () => {
  const { sender, rows } = sending([], after(700), { sendMs: 1000, offered: closed(2, 0, true) });
  sender.start();
  await vi.advanceTimersByTimeAsync(1001);
  await sender.finished;
  expect(rows().map(({ done, outcome }) => [done, outcome])).toEqual([
    [700, 'completed'],
    [700, 'completed'],
  ]);
});

it('tells what is due and has not ended, and since when', async () => {
  const { sender } = sending([100, 200, 5000], after(1000));
  sender.start();
  await vi.advanceTimersByTimeAsync(250);
  expect([...sender.pending()]).toEqual([0, 100, 0, 200]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([...sender.pending()]).toEqual([]);
  sender.stop();
});
