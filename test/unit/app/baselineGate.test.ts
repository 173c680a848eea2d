import { expect, it } from 'vitest';
import { chooseBaseline } from '../../../src/app/chooseBaseline.ts';
import type { BaseLine } from '../../../src/app/services.ts';
import type { RunIdentity } from '../../../src/model/storedRun.ts';
import { madeUpRun } from '../../support/storedRuns.ts';

const commitOf = (place: number): string => place.toString(16).padStart(40, '0');
/** Newest first: the change left main at commit 5. */
const line: BaseLine = { ref: 'main', commit: commitOf(5), commits: [5, 4, 3].map(commitOf), isOwn: false };
const baseline = (place: number, more: Partial<RunIdentity> = {}): RunIdentity =>
  madeUpRun(place, { name: 'main', ...more }).identity;
const choose = (...stored: readonly RunIdentity[]) =>
  chooseBaseline('main', stored, line, { workload: 'queries', runId: '00000004' }, 'store');

it('takes the nearest commit of the line, and of one commit the newest run', () => {
  const again = baseline(9, { commit: commitOf(3) });
  expect(choose(baseline(7), again, baseline(3))).toEqual({ identity: again, behind: 2 });
});

it.each([
  ['of a later commit', [baseline(6)], 'of commits that are not on this line'],
  ['with uncommitted changes', [baseline(5, { uncommitted: true })], '1 with changes that are in no commit'],
  ['that is the candidate itself', [baseline(4)], 'no baseline `main` is of commit'],
  ['that ended early', [baseline(5, { status: 'interrupted' })], 'no baseline `main` is of commit'],
  ['of another name', [baseline(5, { name: 'nightly' })], 'has no baseline `main`'],
  ['of another workload', [baseline(5, { workload: 'others' })], 'is of another workload: `others`'],
])('takes no baseline %s', (_, stored, said) => {
  expect(() => choose(...stored)).toThrow(said);
});
