import { describe, expect, it } from 'vitest';
import { casesSentAlike, sentText } from '../../../src/compare/environment/sameArms.ts';
import { sameArmsNotice } from '../../../src/compare/reasons/runNotices.ts';
import type { ArmCase } from '../../../src/model/arm.ts';
import { anArm, anArmCase } from './builders.ts';

const both = (caseId: string, candidate: Partial<ArmCase> = {}): readonly ArmCase[] => [
  anArmCase({ caseId, arm: 'baseline' }),
  anArmCase({ caseId, arm: 'candidate', ...candidate }),
];

function told(cases: readonly ArmCase[], servers: readonly [string | undefined, string | undefined] = ['x', 'x']) {
  const environment = (serverId: string | undefined) => (serverId === undefined ? {} : { serverId });
  const arms = [anArm('baseline', environment(servers[0])), anArm('candidate', environment(servers[1]))];
  return sameArmsNotice(casesSentAlike({ arms, cases })).map(({ level, text }) => `${level}: ${text}`);
}

describe('arms that send the same', () => {
  it('to one server are told to show noise, all of them or so many', () => {
    const noise = 'the same to the same server: whatever differs there is noise.';
    expect(told([...both('a'), ...both('b')])).toEqual([`caution: Both arms send ${noise}`]);
    const some = [...both('a'), ...both('b', { sql: 'SELECT 2' }), anArmCase({ caseId: 'new', arm: 'candidate' })];
    expect(told(some)).toEqual([`note: In 1 of 2 cases both arms send ${noise}`]);
    expect(told(both('a', { settings: { max_threads: 2 } }))).toEqual([]);
  });

  it('to two servers, or nobody knows which, compare the servers', () => {
    expect(told(both('a'), ['x', 'y'])).toEqual([]);
    expect(told(both('a'), [undefined, undefined])).toEqual([]);
  });

  it('are known by what a server sees: neither the order of settings nor quotes around a number are a difference', () => {
    const [one] = both('a', {});
    const sent = (settings: ArmCase['settings']) => sentText({ ...one!, settings });
    expect(sent({ max_threads: 1, readonly: 2 })).toBe(sent({ readonly: '2', max_threads: '1' }));
    expect(sent({ max_threads: 1 })).not.toBe(sent({ max_threads: 2 }));
  });
});
