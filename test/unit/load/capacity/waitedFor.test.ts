import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../../src/load/capacity/edgeShape.ts';
import { triedRate } from '../../../../src/load/capacity/triedRate.ts';
import { waitedForAt } from '../../../../src/load/capacity/waitedFor.ts';
import type { ClassReport, TimeSpent } from '../../../../src/model/loadReport.ts';
import { trialReport } from '../../../support/searchedTrials.ts';

const alone: TimeSpent = {
  known: 50,
  of: 50,
  latency: 102,
  own: 0.1,
  server: 100,
  slots: 0,
  running: 100,
  threads: 0,
  cores: 1,
  cpu: 90,
  between: 1.9,
};

const over = { value: 0.4, low: 0.3, high: 0.5 };

function waited(one: Partial<ClassReport>, before: TimeSpent | undefined = alone) {
  const beyond = trialReport({ rate: 50, over, one });
  const unloaded = trialReport({ rate: 1, over, one: before === undefined ? {} : { time: before } });
  return waitedForAt('online', beyond, unloaded);
}

describe('what a class waited for', () => {
  it.each([
    ['slots', { slots: 900, server: 1000 }],
    ['threads', { running: 600, threads: 2000, cores: 300 }],
    ['cores', { running: 600, cores: 900 }],
    ['running', { running: 600, cores: 60 }],
    ['network', { between: 400 }],
    ['client', { own: 500, slots: 100 }],
  ] as const)('%s', (expected, grown) => {
    expect(waited({ time: { ...alone, ...grown } })).toBe(expected);
  });

  it('the client, where it waited for room here, and the server where that took longer', () => {
    expect(waited({ time: { ...alone, own: 500, running: 200 } })).toBe('client');
    expect(waited({ time: { ...alone, own: 100, slots: 500 } })).toBe('slots');
  });

  it('nothing, where nothing is known or nothing grew', () => {
    expect(waited({})).toBeUndefined();
    expect(waited({ time: { ...alone, slots: 900 } }, { ...alone, known: 0 })).toBeUndefined();
    expect(waited({ time: alone })).toBeUndefined();
  });

  it.each([
    ['memory', 'MEMORY_LIMIT_EXCEEDED (241)', 100],
    ['errors', 'TOO_MANY_SIMULTANEOUS_QUERIES (202)', 100],
    ['slots', 'timed out', 100],
    ['slots', 'TIMEOUT_EXCEEDED (159)', 100],
    ['slots', 'MEMORY_LIMIT_EXCEEDED (241)', 10],
  ])('%s where %s are %i of 250 requests', (expected, name, count) => {
    const failed = [{ name, count, share: count / 250 }];
    expect(waited({ failed, time: { ...alone, slots: 900 } })).toBe(expected);
  });
});

describe('the shape of the edge', () => {
  const kept = { value: 0, low: 0, high: 0.01 };
  const at = (rate: number, p95Ms: number) => triedRate(trialReport({ rate, over: kept, p95Ms }))!;
  it.each([
    ['cliff', [at(10, 100), at(95, 110)]],
    ['smooth', [at(10, 100), at(95, 700)]],
    [undefined, [at(10, 100), at(80, 110)]],
    [undefined, [triedRate(trialReport({ rate: 95, over: kept }))!]],
  ])('%s', (expected, tries) => {
    expect(shapeOf('online', tries, 100)).toBe(expected);
  });
});
