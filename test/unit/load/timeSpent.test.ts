import { expect, it } from 'vitest';
import { timeSpent } from '../../../src/load/timeSpent.ts';
import type { LoadFacts, LoadOutcome, LoadRequest, Trial } from '../../../src/model/loadRun.ts';

const facts: LoadFacts = {
  serverUs: 80_000,
  cpuUs: 50_000,
  slotWaitUs: 30_000,
  threadWaitUs: 2000,
  coreWaitUs: 7000,
  readBytes: 0,
  memoryBytes: 0,
  exceptionCode: 0,
};

function kept(intended: number, more: Partial<LoadRequest> = {}): Trial['requests'][number] {
  const outcome = { kind: 'completed' } as const;
  const request = {
    seq: 1,
    of: 'a',
    caseId: 'c',
    intended,
    sent: intended + 5,
    done: intended + 100,
    outcome,
    queryId: 'q',
  };
  return { ...request, ...more, evidence: { kind: 'facts', facts } };
}

it('parts add up to the latency: ours, the wait for a slot, running, and what is between', () => {
  expect(timeSpent([kept(1000)], 'a', 0)).toEqual({
    known: 1,
    of: 1,
    latency: 100,
    own: 5,
    server: 80,
    slots: 30,
    running: 50,
    threads: 2,
    cores: 7,
    cpu: 50,
    between: 15,
  });
});

it('means are of judged requests that were drawn at random and answered, or given up for taking too long', () => {
  const others = [
    kept(3000, { why: 'slow', done: 99_999 }),
    kept(3000, { why: 'failed', outcome: { kind: 'timedOut', limitMs: 1 } }),
    kept(100, { done: 99_999 }),
    kept(3000, { of: 'b', done: 99_999 }),
  ];
  const { evidence: _, ...untold } = kept(3000, { done: 99_999 });
  const drawn = [kept(3000, { done: 3200 }), kept(4000, {})];
  expect(timeSpent([...others, untold, ...drawn], 'a', 2000)).toMatchObject({ known: 2, of: 3, latency: 150 });
  const slow: readonly LoadOutcome[] = [
    { kind: 'timedOut', limitMs: 1 },
    { kind: 'stopped' },
    { kind: 'refused', code: 159, name: 'TIMEOUT_EXCEEDED' },
  ];
  const givenUp = slow.map((outcome) => kept(3000, { outcome, done: 3900 }));
  const { sent: _sent, ...unsent } = kept(3000, { outcome: { kind: 'unsent' }, done: 9000 });
  const refused = kept(3000, { outcome: { kind: 'refused', code: 202, name: 'TOO_MANY' }, done: 3001 });
  expect(timeSpent([...drawn, ...givenUp, unsent, refused], 'a', 2000)).toMatchObject({ known: 5, latency: 600 });
});

it('is not known where the log told of none', () => {
  const { evidence: _, ...untold } = kept(0);
  expect(timeSpent([{ ...untold, evidence: { kind: 'missing', detail: 'x' } }], 'a', 0)).toBeUndefined();
});
