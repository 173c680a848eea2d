import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Sample } from '../../src/model/sample.ts';
import { eventCounts } from '../../src/model/serverFacts.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace();
});
afterEach(() => space.remove());

/** Executions whose second half takes 2% less or more than the first, in turn. */
const samples = Array.from({ length: 40 }, (_, seq): Sample => {
  const durationUs = seq % 2 === 0 ? 10_000 : seq % 4 === 1 ? 9_800 : 10_200;
  const facts = {
    readRows: 0,
    readBytes: 0,
    resultRows: 1,
    resultBytes: 8,
    memoryBytes: 1,
    exceptionCode: 0,
    logRows: 1,
  };
  return {
    ...{ seq, caseId: 'reference', stage: 'screening', session: 0, round: Math.floor(seq / 2), startedAt: seq },
    ...{ arm: seq % 2 === 0 ? 'baseline' : 'candidate', position: seq % 2 === 0 ? 0 : 1, queryId: `q${seq}` },
    outcome: { kind: 'completed', clientMs: 11 },
    evidence: {
      kind: 'facts',
      durationUs,
      ...facts,
      events: eventCounts({ OSCPUVirtualTimeMicroseconds: durationUs }),
    },
  };
});

it('tells the noise after the other checks, what it means, and the figures in JSON', async () => {
  const services = fakeServices({ reference: { kind: 'measured', samples } });
  const ran = await space.run(['doctor', '--target', 'http://db:8123'], { services });
  const lines = ran.out.split('\n').filter((line) => line.trim() !== '');
  const at = lines.findIndex((line) => line.startsWith('  ok       noise'));
  expect(lines[at]).toMatch(/a pair differs by 3% by server time, 3% by CPU time \(20 pairs of a query of 11\.0 ms\)$/);
  expect(lines[at + 1]).toMatch(/^ +A usual run of 20 pairs finds such a query slower from about 1\.\d\dx on\./);
  expect(at + 2).toBe(lines.length);
  const json = JSON.parse((await space.run(['doctor', '--target', 'http://db:8123', '--json'], { services })).out);
  expect(json.noise).toMatchObject([{ pairs: 20, noise: { clock: 'server_time' }, usual: { margin: 0.05 } }]);
});

it('tells why there is no noise to tell, and does not call it a fault of the target', async () => {
  const services = fakeServices({ reference: { kind: 'refused', why: 'Not enough privileges' } });
  const ran = await space.run(['doctor', '--target', 'http://db:8123'], { services });
  expect(ran.out).toMatch(/limited +noise +not measured: Not enough privileges/);
});
