import { expect, it } from 'vitest';
import { steadyState } from '../../../src/load/backlog.ts';
import type { SecondOfClass } from '../../../src/load/judgedSpan.ts';
import { loadVerdict } from '../../../src/load/loadVerdict.ts';
import { summarizeTrial } from '../../../src/load/summarizeTrial.ts';
import { TallyBook } from '../../../src/load/tallyBook.ts';
import type { LoadClass } from '../../../src/model/loadClass.ts';
import type { OfferedLoad } from '../../../src/model/loadPlan.ts';
import type { Trial } from '../../../src/model/loadRun.ts';
import { longRandom } from '../../../src/model/random.ts';
import { steadyText } from '../../../src/report/load/trialWords.ts';
import { planOf, promising, queueTrial, summarized } from './trials.ts';

const none = { outcomes: {}, latency: [], failedAfter: [], lag: [], held: [] };
const evenly = (offered: number, done: number, count = 30): readonly SecondOfClass[] =>
  Array.from({ length: count }, (_, second) => ({ ...none, second, offered, done }));

it('a class that falls behind is found beside one that has forty times as many requests', () => {
  const [online, batch] = [evenly(5, 3), evenly(200, 200)];
  expect(steadyState(new Map([['batch', batch]])).kind).toBe('steady');
  expect(
    steadyState(
      new Map([
        ['online', online],
        ['batch', batch],
      ]),
    ),
  ).toEqual({ kind: 'growing', of: 'online', slope: { value: 2, low: 2, high: 2 } });
});

it('and one that makes up for what another lost does not hide it', () => {
  const classes = new Map([
    ['a', evenly(20, 15)],
    ['b', evenly(20, 25)],
  ]);
  expect(steadyState(classes)).toMatchObject({ kind: 'growing', of: 'a' });
});

it('all together are told where no class is worse by itself', () => {
  const classes = new Map([
    ['a', evenly(20, 20)],
    ['b', evenly(20, 20)],
    ['never sent', evenly(0, 0)],
  ]);
  expect(steadyState(classes)).toEqual({ kind: 'steady', slope: { value: 0, low: 0, high: 0 } });
});

it('of classes that do not fall behind, no more are said to grow than of one', () => {
  const random = longRandom('backlogs');
  const level = (): readonly SecondOfClass[] =>
    evenly(10, 10).map((one) => ({ ...one, done: 7 + Math.floor(7 * random()) }));
  const runs = 400;
  let growing = 0;
  for (let run = 0; run < runs; run++) {
    const classes = new Map(Array.from({ length: 4 }, (_, i) => [`${i}`, level()]));
    if (steadyState(classes).kind === 'growing') growing++;
  }
  expect(growing / runs).toBeLessThan(0.025);
});

const slow: readonly LoadClass[] = promising([{ share: 0.95, mostMs: 60_000 }]);

/** Twenty a second of which ten are answered, until the end gives up all that waits for room. */
function overloaded(durationMs: number): Trial {
  const offered: OfferedLoad = { of: 'a', background: false, arrival: { kind: 'constant', rate: 20 } };
  const plan = { ...planOf([offered], 0), durationMs };
  const end = plan.warmupMs + durationMs;
  const book = new TallyBook(0);
  for (let place = 0; 50 * place < end; place++) {
    const intended = 50 * place;
    const sent = 100 * place;
    book.ended(
      sent < end
        ? { of: 'a', intended, turn: intended, sent, done: sent + 100, outcome: { kind: 'completed' } }
        : { of: 'a', intended, turn: intended, done: end + 1, outcome: { kind: 'unsent' } },
    );
  }
  const trial = queueTrial('constant', 20, 20, { servers: 1, serviceMs: () => 10 });
  const ended = { ...trial.end, trial: 0, startedAt: 0, sentForMs: end, silent: [] };
  return { ...trial, plan, tallies: book.take(), end: { ...ended, ended: { kind: 'complete' } } };
}

it.each([20_000, 20_500])('what waits for room at the end, after %i ms, is not done', (durationMs) => {
  const { a, report } = summarized(overloaded(durationMs), slow);
  expect(report.steady.kind).toBe('growing');
  expect(a.ruled?.backlog).toBe('growing');
  expect(a.achieved).toBeCloseTo(10, 5);
});

it('where promises are of users alone, no backlog is said to be steady', () => {
  const trial = queueTrial('constant', 10, 20, { servers: 1, serviceMs: () => 10 });
  const users: OfferedLoad = { of: 'a', background: false, arrival: { kind: 'closed', users: 4, thinkMs: 0 } };
  const { report } = summarized({ ...trial, plan: planOf([users], 20) }, promising([{ share: 0.95, mostMs: 100 }]));
  expect(report.verdict).toBe('kept');
  expect(steadyText(report)).toBe(
    'nothing that is judged was sent at a rate, so that there is no backlog that could grow',
  );
});

it('the reason names the class whose backlog grows', () => {
  const rates = { a: 20, b: 400 };
  const offered = (['a', 'b'] as const).map((of) => ({
    ...{ of, background: false },
    arrival: { kind: 'constant', rate: rates[of] } as const,
  }));
  const behind = queueTrial('constant', rates.a, 20, { servers: 1, serviceMs: () => 55 });
  const well = queueTrial('constant', rates.b, 20, { servers: 8, serviceMs: () => 10 });
  const tallies = [...behind.tallies, ...well.tallies.map((tally) => ({ ...tally, of: 'b' }))];
  const classes = [...slow, ...slow.map((one) => ({ ...one, name: 'b' }))];
  const report = summarizeTrial({ ...behind, plan: { ...behind.plan, offered }, tallies }, { classes });
  expect(report.steady).toMatchObject({ kind: 'growing', of: 'a' });
  const status = { kind: 'complete' } as const;
  expect(loadVerdict({ command: 'load', trials: [report], status, notices: [] }).reasons).toContain(
    'the backlog of a grows, so that no promise is kept for long',
  );
});
