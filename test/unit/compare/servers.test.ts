import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { unmeasuredReplicas } from '../../../src/compare/environment/servers.ts';
import type { Environment, Replica } from '../../../src/model/environment.ts';
import type { Run } from '../../../src/model/run.ts';
import { anArm, aPlan, aRun, aSample } from './builders.ts';

function replica(host: string, part: Partial<Replica> = {}): Replica {
  return { url: `http://${host}:8123`, host, version: '26.7.1', rows: { 'db.events': 1000 }, ...part };
}

function notices(
  baseline: Partial<Environment>,
  candidate: Partial<Environment>,
  sessions: readonly number[] = [0],
  part: Partial<Run> = {},
) {
  const samples = sessions.flatMap((session, index) =>
    (['baseline', 'candidate'] as const).map((arm, half) => aSample({ seq: index * 2 + half, arm, session })),
  );
  const arms = [anArm('baseline', baseline), anArm('candidate', candidate)];
  return compareRun(aRun({ arms, samples, ...part })).notices;
}

const codesOf = (all: ReturnType<typeof notices>) => all.map((one) => one.code).filter((code) => code !== 'same-arms');
const old = { target: 'old', replicas: [replica('a'), replica('b')] };
const fresh = { target: 'new', replicas: [replica('c'), replica('d')] };

describe('the luck of a process', () => {
  it('can be a difference between two servers that nobody restarts, whatever they are called', () => {
    expect(codesOf(notices({ target: 'embedded-old' }, { target: 'embedded-new' }))).toEqual(['process-luck']);
    expect(codesOf(notices({ target: 'old', restarts: false }, { target: 'new', restarts: false }))).toEqual([
      'process-luck',
    ]);
  });

  it('is drawn again where one of the two is restarted, and is the same where both are one process', () => {
    expect(codesOf(notices({ target: 'mine', restarts: true }, { target: 'new', restarts: false }))).toEqual([]);
    expect(codesOf(notices({ target: 'old', serverId: 'x' }, { target: 'new', serverId: 'x' }))).toEqual([]);
    expect(codesOf(notices({ serverId: 'x' }, { serverId: 'y' }))).toEqual(['process-luck']);
  });

  it('is sampled where the sessions of both arms ran on several replicas', () => {
    const luck = notices(old, fresh, [0, 1, 2]).find((one) => one.code === 'process-luck');
    expect(luck).toMatchObject({ level: 'note', text: expect.stringContaining('2 of the baseline and 2 of the cand') });
    const single = notices(old, fresh, [0]).find((one) => one.code === 'process-luck');
    expect(single?.level).toBe('caution');
    const half = notices(old, { target: 'new' }, [0, 1]).find((one) => one.code === 'process-luck');
    expect(half).toMatchObject({ level: 'caution', text: expect.stringContaining('Only the baseline') });
  });
});

describe('replicas', () => {
  it('are all measured where each case ran well on each of them', () => {
    const samples = (sessions: readonly number[], part: Parameters<typeof aSample>[0] = {}) =>
      sessions.map((session) => aSample({ arm: 'candidate', session, ...part }));
    const run = (all: Run['samples']): Run =>
      aRun({
        arms: [anArm('baseline', { target: 'old' }), anArm('candidate', fresh)],
        samples: all,
        plan: aPlan({ caseIds: ['a', 'b'] }),
      });
    const both = [...samples([0, 1]), ...samples([2, 3], { caseId: 'b' })];
    expect(unmeasuredReplicas(run(both), 'candidate')).toBeUndefined();
    expect(unmeasuredReplicas(run(samples([0, 2])), 'baseline')).toBeUndefined();
    expect(unmeasuredReplicas(run([...samples([0, 1]), ...samples([0, 2], { caseId: 'b' })]), 'candidate')).toEqual({
      ...{ cases: 1, of: 2, replicas: 2 },
    });
    const failed = { outcome: { kind: 'failed', clientMs: 1, code: null, message: 'gone' } } as const;
    const bad = [...samples([0]), ...samples([1], failed), ...samples([0, 1], { caseId: 'b' })];
    expect(unmeasuredReplicas(run(bad), 'candidate')?.cases).toBe(1);
  });

  it('are told with the sessions that ran on each', () => {
    const texts = notices(old, fresh, [0, 1, 2]).filter((one) => one.code === 'sessions-on-replicas');
    expect(texts.map((one) => one.text)).toEqual([
      'The baseline ran on replicas in turn: a (sessions 1, 3); b (session 2).',
      'The candidate ran on replicas in turn: c (sessions 1, 3); d (session 2).',
    ]);
  });

  it('of one target are told once, and by their addresses when they share a machine', () => {
    const both = { target: 'one', replicas: [replica('vm'), replica('vm', { url: 'http://vm:8124' })] };
    const texts = notices(both, both, [0, 1]).filter((one) => one.code === 'sessions-on-replicas');
    expect(texts.map((one) => one.text)).toEqual([
      'The baseline and candidate ran on replicas in turn: vm at http://vm:8123 (session 1); vm at http://vm:8124 (session 2).',
    ]);
  });

  it('that differ in version or data are a caution', () => {
    const odd = {
      target: 'odd',
      replicas: [replica('a'), replica('b', { version: '25.8', rows: { 'db.events': 900 } })],
    };
    const found = notices(odd, odd).find((one) => one.code === 'replicas-differ');
    expect(found?.text).toContain('versions 26.7.1 and 25.8; db.events has 1,000 and 900 rows');
    expect(codesOf(notices(old, fresh, [0, 1]))).not.toContain('replicas-differ');
  });
});

describe('duet mode', () => {
  const duet = { plan: aPlan({ mode: { kind: 'duet' } }) };

  it('is told by the method', () => {
    expect(compareRun(aRun(duet)).method.duet).toBe(true);
    expect(compareRun(aRun()).method.duet).toBe(false);
  });

  it('is a caution where the arms share a machine', () => {
    const [one, other] = [{ target: 'a', restarts: true }, { target: 'b' }];
    expect(codesOf(notices(one, other, [0], duet))).toEqual(['duet-on-one-machine']);
    expect(codesOf(notices(one, other, [0]))).toEqual([]);
    expect(codesOf(notices(one, { ...other, serverHost: 'host-b' }, [0], duet))).toEqual(['host-differs']);
  });
});
