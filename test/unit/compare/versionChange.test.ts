import { expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import type { Environment } from '../../../src/model/environment.ts';
import type { VersionOfArm, VersionReading } from '../../../src/model/versionReading.ts';
import { versionWords } from '../../../src/report/words/versionWords.ts';
import { anArm, aRun } from './builders.ts';
import { measured } from './measured.ts';

const change = (version: string, from: string, to: string, reason = version) =>
  ({ scope: 'query', name: 'x', version, from, to, reason }) as const;
const having = (value: string | null): Pick<VersionOfArm, 'settings'> => ({
  settings: [{ scope: 'query', name: 'x', value }],
});

function judged(
  before: Partial<Environment>,
  after: Partial<Environment>,
  versions: Partial<VersionReading>,
  arms: readonly [Partial<VersionOfArm>, Partial<VersionOfArm>] = [having('0'), having('1')],
) {
  const [baseline, candidate] = arms;
  const reading: VersionReading = {
    changes: [],
    ...versions,
    arms: [
      { arm: 'baseline', refused: [], ...baseline },
      { arm: 'candidate', refused: [], ...candidate },
    ],
  };
  const described = [anArm('baseline', before), anArm('candidate', after)];
  return compareRun({ ...aRun({ samples: measured({}), arms: described }), versions: reading }).versions;
}

const old: Partial<Environment> = { serverVersion: '25.8.3.1', serverBuild: 'A' };
const young: Partial<Environment> = { serverVersion: '26.7.2.1', serverBuild: 'B' };

it('tells the newest change behind the older release, whichever arm that is', () => {
  const changes = [
    change('26.7', '1', '2'),
    change('25.8', '7', '0'),
    change('26.3', '0', '1'),
    change('26.8', '2', '2'),
  ];
  expect(judged(old, young, { changes })?.settings?.[0]?.told).toEqual({ version: '26.7', reason: '26.7' });
  expect(judged(young, old, { changes }, [having('1'), having('0')])?.settings?.[0]?.told?.version).toBe('26.7');
});

it('tells nothing of a change that both releases have, unless the values say so', () => {
  const told = (to: string) => judged(old, young, { changes: [change('25.3', '0', to)] })?.settings?.[0]?.told;
  expect(told('5')).toBeNull();
  // A build can be ahead of the release that it calls itself.
  expect(told('1')).toEqual({ version: '25.3', reason: '25.3' });
});

it('leaves out what is the same in effect, and what follows the machine', () => {
  expect(judged(old, young, {}, [having('1'), having('1')])?.settings).toEqual([]);
  expect(judged(old, young, {}, [having('auto(2)'), having('auto(16)')])?.settings).toEqual([]);
});

it('does not say that nothing differs where a server did not tell, or where not all was recorded', () => {
  const of = (reading: Partial<VersionReading>, arms?: Parameters<typeof judged>[3]): string => {
    const found = judged(old, young, reading, arms);
    return found === undefined ? '' : versionWords(found).count;
  };
  expect(of({}, [having('1'), having('1')])).toBe('no setting differs in effect');
  expect(of({}, [having('1'), {}])).toMatch(/not known/);
  expect(of({ more: 3 }, [having('1'), having('1')])).toMatch(/^3 settings differ in effect, of which 0/);
  expect(of({}, [having('1'), having(null)])).toBe('1 setting differs in effect');
});

it('names a statement that one arm alone refuses', () => {
  const [a, b] = [
    { caseId: 'a', message: 'unknown function' },
    { caseId: 'b', message: 'no such table' },
  ];
  const found = judged(old, young, {}, [{ refused: [b] }, { refused: [a, b] }]);
  expect(found?.refused).toEqual([{ ...a, arm: 'candidate' }]);
});

it('tells builds of one version from versions, and one program from both', () => {
  const same = { ...old, serverBuild: 'B' };
  expect(judged(old, same, {})?.kind).toBe('builds');
  expect(judged(old, young, {})?.kind).toBe('versions');
  expect(judged(old, old, {}, [{}, { compatibility: '24.3' }])?.kind).toBe('compatibility');
  expect(judged(old, old, {})).toBeUndefined();
});
