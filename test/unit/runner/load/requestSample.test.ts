import { expect, it } from 'vitest';
import type { LoadRequest } from '../../../../src/model/loadRun.ts';
import { RequestSample } from '../../../../src/runner/load/requestSample.ts';

const request = (seq: number, latency: number, failed = false): LoadRequest => ({
  ...{ seq, of: 'all', caseId: 'one', intended: seq, sent: seq, done: seq + latency, queryId: `q${seq}` },
  outcome: failed ? { kind: 'timedOut', limitMs: latency } : { kind: 'completed' },
});

function sampleOf(requests: readonly LoadRequest[], size: number, seed: number): readonly LoadRequest[] {
  const sample = new RequestSample(size, seed);
  for (const one of requests) sample.offer(one.done - one.intended, one.outcome.kind !== 'completed', () => one);
  return sample.kept();
}

it('keeps everything where that is little', () => {
  const all = Array.from({ length: 50 }, (_, seq) => request(seq, seq));
  const kept = sampleOf(all, 100, 1);
  expect(kept.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq));
  expect(kept.every(({ why }) => why === undefined)).toBe(true);
});

it('every request is as likely to be in the uniform sample as any other', () => {
  const all = Array.from({ length: 1000 }, (_, seq) => request(seq, 5));
  const counts = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 200; seed++)
    for (const { seq, why } of sampleOf(all, 100, seed))
      if (why === undefined) counts[Math.floor(seq / 100)] = (counts[Math.floor(seq / 100)] ?? 0) + 1;
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(20_000);
  // 2,000 expected in each tenth, with a standard deviation of 42
  for (const one of counts) expect(Math.abs(one - 2000)).toBeLessThan(200);
});

it('keeps the slowest and some of the failed beside it, and says why', () => {
  const all = [
    ...Array.from({ length: 5000 }, (_, seq) => request(seq, seq % 100)),
    ...Array.from({ length: 5 }, (_, place) => request(5000 + place, 10_000 + place)),
    ...Array.from({ length: 40 }, (_, place) => request(6000 + place, 30_000, true)),
  ];
  const kept = sampleOf(all, 50, 3);
  const seqs = new Set(kept.map(({ seq }) => seq));
  for (let place = 0; place < 5; place++) expect(seqs).toContain(5000 + place);
  expect(kept.filter(({ why }) => why === 'failed').length).toBeGreaterThanOrEqual(19);
  expect(kept.filter(({ why }) => why === undefined)).toHaveLength(50);
  expect(seqs.size).toBe(kept.length);
});
