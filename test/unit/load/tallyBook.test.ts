import { expect, it } from 'vitest';
import { type EndedRequest, sumTallies, TallyBook } from '../../../src/load/tallyBook.ts';

const requests: readonly EndedRequest[] = [
  { of: 'online', intended: 100, turn: 101, sent: 103, done: 900, outcome: { kind: 'completed' } },
  { of: 'online', intended: 990, turn: 990, sent: 990, done: 2500, outcome: { kind: 'timedOut', limitMs: 1510 } },
  { of: 'online', intended: 1000, turn: 1000, done: 3000, outcome: { kind: 'unsent' } },
  {
    of: 'batch',
    intended: 5,
    turn: 5,
    sent: 5,
    done: 6,
    outcome: { kind: 'refused', code: 202, name: 'TOO_MANY_SIMULTANEOUS_QUERIES' },
  },
  { of: 'batch', intended: 7, turn: 7, sent: 7, done: 8, outcome: { kind: 'broken', message: 'ECONNRESET' } },
  { of: 'batch', intended: 9, turn: 9, sent: 9, done: 10, outcome: { kind: 'stopped' } },
];

function booked(some: readonly EndedRequest[]) {
  const book = new TallyBook(3);
  for (const one of some) book.ended(one);
  return book.take();
}

it('goes by the second in which a request was intended, and counts its end in the second of the end', () => {
  const tallies = sumTallies(booked(requests));
  expect(tallies.map(({ of, second, offered, done }) => [of, second, offered, done])).toEqual([
    ['batch', 0, 3, 3],
    ['online', 0, 2, 1],
    ['online', 1, 1, 0],
    ['online', 2, 0, 1],
    ['online', 3, 0, 1],
  ]);
  expect(tallies[0]?.outcomes).toEqual({
    'TOO_MANY_SIMULTANEOUS_QUERIES (202)': 1,
    'connection broken': 1,
    stopped: 1,
  });
  expect(tallies[1]).toEqual({
    trial: 3,
    of: 'online',
    second: 0,
    offered: 2,
    done: 1,
    outcomes: { completed: 1, 'timed out': 1 },
    latency: [[799_744, 1]],
    failedAfter: [[1_509_376, 1]],
    lag: [
      [0, 1],
      [1000, 1],
    ],
    held: [
      [0, 1],
      [2000, 1],
    ],
  });
  // It waited for room until the trial was over.
  expect(tallies[2]?.held).toEqual([[1_999_872, 1]]);
});

it('parts that were taken one by one add up to the whole', () => {
  const parts = requests.flatMap((one) => booked([one]));
  expect(sumTallies(parts.reverse())).toEqual(sumTallies(booked(requests)));
});

it('what was taken is not taken again', () => {
  const book = new TallyBook(0);
  book.ended(requests[0] as EndedRequest);
  expect(book.take()).toHaveLength(1);
  expect(book.take()).toEqual([]);
});

it('one to which the sender never came is late until the end, and waited for no room', () => {
  const [tally] = booked([{ of: 'online', intended: 100, turn: 600, done: 600, outcome: { kind: 'unsent' } }]);
  expect(tally?.lag).toEqual([[499_968, 1]]);
  expect(tally?.held).toEqual([]);
});
