import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Ended } from '../../../attack/hogbench.ts';
import { changedVerdict, lostSamples } from '../../../attack/kills.ts';
import { endTroubles, type Trial, verdictTroubles } from '../../../attack/mischief.ts';
import { moreFavourable } from '../../../attack/mutations.ts';
import { dangersIn, type OutputForm } from '../../../attack/outputOracle.ts';
import { leaksBelow } from '../../../attack/secrets.ts';
import { lossLines, Tally, tallyTable } from '../../../attack/tally.ts';
import type { Verdict } from '../../../src/model/comparison.ts';
import { makeCase, reportOf } from '../../fixtures/report.ts';
import { evilText, type SeenRequest } from '../../support/impostor.ts';

describe('an output', () => {
  const planted: readonly (readonly [OutputForm, string])[] = [
    ['terminal', 'a\u001b[31mb'],
    ['terminal', 'a\u009bb'],
    ['terminal', 'a\u202eb'],
    ['terminal', 'fine\n::error file=x::said\n'],
    ['terminal', 'fine\n##vso[task.x]\n'],
    ['terminal', 'oops\n    at work (file:///a/b.js:1:2)\n'],
    ['html', '<p><script>alert(1)</script>'],
    ['markdown', '<img src=x onerror=alert(2)>'],
    ['csv', 'name,value\r\n=cmd(),1\r\n'],
    ['csv', 'name,value\r\nx,"@sum(a, b)"\r\n'],
    ['json', '{"a": }'],
    ['junit', '<a><b></a>'],
    ['junit', '<a>x < y</a>'],
    ['junit', '<a x="&y"/>'],
    ['junit', `<a>${evilText}</a>`],
  ];
  it.each(planted)('of form %s with a planted danger is lost: %j', (form, text) => {
    expect(dangersIn(text, form)).not.toEqual([]);
  });

  const clean: readonly (readonly [OutputForm, string])[] = [
    ['terminal', 'a table\n\tof -1.5 ms at x:1:2 :: and @ # <b>\n'],
    ['html', '<script>let a = 1;</script>&lt;script>alert(1)'],
    ['csv', 'name,value\r\n"a, ""=b""",-1.5\r\n'],
    ['json', '{"a": "\\u001b"}'],
    ['junit', '<?xml version="1.0"?>\n<a x="1 &amp; 2"><b/><![CDATA[ < & ]]>&#10;</a>'],
  ];
  it.each(clean)('of form %s without one is held', (form, text) => {
    expect(dangersIn(text, form)).toEqual([]);
  });
});

const fine: Ended = {
  ...{ code: 4, signal: null, out: '', err: '', hung: false },
  ...{ killedAt: undefined, interruptedMs: undefined, peakMegabytes: 100 },
};

describe('the end of a process', () => {
  const planted: readonly Partial<Ended>[] = [
    { hung: true },
    { code: null, signal: 'SIGABRT' },
    { code: 7 },
    { peakMegabytes: 5000 },
    { interruptedMs: 60_000, code: 130 },
  ];
  it.each(planted)('is lost when it is %j, and held else', (change) => {
    expect(endTroubles({ interrupt: true, at: 'evidence' }, { ...fine, ...change })).toHaveLength(1);
    expect(endTroubles({ interrupt: true, at: 'evidence' }, fine)).toEqual([]);
  });
});

function said(verdicts: Readonly<Record<string, Verdict>>): string {
  return JSON.stringify({
    cases: Object.entries(verdicts).map(([caseId, verdict]) => ({ caseId, verdict, reason: 'so it is' })),
  });
}

describe('a verdict about a server that misbehaved', () => {
  const spoilt: Trial = { command: 'ab', how: 'garbage', at: 'evidence', every: 1, interrupt: false };
  const right = said({ same: 'equivalent', changed: 'resultChanged' });

  it('is lost when it is favourable and rests on what was spoilt', () => {
    expect(verdictTroubles(spoilt, { code: 4, out: right })).toEqual(['same is equivalent: so it is']);
  });
  it('is held when only every third answer was spoilt, or nothing that it rests on', () => {
    expect(verdictTroubles({ ...spoilt, every: 3 }, { code: 4, out: right })).toEqual([]);
    expect(verdictTroubles({ ...spoilt, how: 'late' }, { code: 4, out: right })).toEqual([]);
    expect(verdictTroubles({ ...spoilt, at: 'memory' }, { code: 4, out: right })).toEqual([]);
  });
  it('is lost when a result differs and it says otherwise', () => {
    const wrong = said({ same: 'inconclusive', changed: 'equivalent' });
    expect(verdictTroubles({ ...spoilt, at: 'memory' }, { code: 0, out: wrong })).toHaveLength(2);
  });
  it('after a kill and a resume is lost when it is another', () => {
    const ended = { hung: false, code: 4, err: '' };
    expect(changedVerdict({ ...ended, out: right })).toEqual([]);
    expect(changedVerdict({ ...ended, code: 0, out: right })).toHaveLength(1);
    expect(changedVerdict({ ...ended, out: said({ same: 'failed', changed: 'resultChanged' }) })).toHaveLength(1);
  });
});

function executed(queryId: string, answeredAt: number | undefined, purpose: string): SeenRequest {
  const params = new Map([
    ['query_id', queryId],
    ['log_comment', JSON.stringify({ hogbench: { purpose } })],
  ]);
  const request = { method: 'POST', path: '/', params, sql: 'SELECT 1', authorization: undefined };
  return { ...request, kind: 'execution', misled: false, answeredAt };
}

it('counts executions that were answered long before a kill and are not in the file', () => {
  const requests = [
    executed('kept', 1000, 's0r0'),
    executed('lost', 1000, 's0r0'),
    executed('late', 9500, 's0r1'),
    executed('warm', 1000, 'warmup'),
    executed('open', undefined, 's0r2'),
  ];
  const samples = [{ queryId: 'kept' }] as never;
  expect(lostSamples({ samples }, requests, 10_000)).toEqual([expect.stringContaining('1 executions')]);
  expect(lostSamples({ samples }, requests.slice(0, 1), 10_000)).toEqual([]);
});

it('finds what a damaged run file says too well, and forgives it beside a caution', () => {
  const verdictOf = (verdict: Verdict) => reportOf([makeCase('one', verdict, { notices: [] })], { notices: [] });
  const [whole, damaged] = [verdictOf('regressed'), verdictOf('equivalent')];
  const caution = { code: 'run-file-damaged', level: 'caution', text: 'bytes are missing' } as const;
  expect(moreFavourable(whole, damaged)).toHaveLength(2);
  expect(moreFavourable(whole, { ...damaged, notices: [caution] })).toEqual([]);
  expect(moreFavourable(whole, whole)).toEqual([]);
  expect(moreFavourable(damaged, whole)).toEqual([]);
});

it('finds a planted secret wherever it was written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hogbench-leaks-'));
  try {
    await mkdir(join(folder, 'plantedsecret-folder'));
    await writeFile(join(folder, 'plain.txt'), 'a plantedsecret b');
    await writeFile(join(folder, 'run.jsonl.gz'), Buffer.concat([gzipSync('one\n'), gzipSync('a plantedsecret\n')]));
    await writeFile(join(folder, 'header.txt'), `Basic ${Buffer.from('tester:plantedsecret').toString('base64')}`);
    await writeFile(join(folder, 'clean.txt'), 'planted secret');
    const found = await leaksBelow(folder, [{ name: 'password', text: 'plantedsecret' }]);
    expect(found.toSorted()).toEqual([
      'password is in header.txt',
      'password is in plain.txt',
      'password is in run.jsonl.gz',
      'password is in the name plantedsecret-folder',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('adds up what was tried, held and lost, and says how to see a loss again', () => {
  const tally = new Tally('secrets');
  tally.count('run', [], 'first');
  tally.count('run', ['the password is on stdout'], 'second; --part secrets --seed 1');
  tally.leaveOut(3);
  expect(tally.lost).toBe(1);
  expect(tallyTable([tally])).toContain('| secrets | run | 2 | 1 | 1 |');
  expect(tallyTable([tally])).toContain('| secrets | not tried: out of time | 3 |');
  expect(lossLines([tally]).join('\n')).toContain('second; --part secrets --seed 1');
});
