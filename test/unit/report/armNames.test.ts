import { expect, it } from 'vitest';
import type { ArmDescription, Revision } from '../../../src/model/arm.ts';
import { armNames, sharedWorkload } from '../../../src/report/words/armNames.ts';
import { revisionName } from '../../../src/text/revisionName.ts';
import { arm } from '../../fixtures/report.ts';

const commit = '1a2b3c4d5e6f708192a3b4c5d6e7f80912345678';

const revision = (more: Partial<Revision>): Revision => ({ commit, uncommitted: false, ...more });

it.each([
  [{ name: 'main' }, 'main@1a2b3c4'],
  [{}, '1a2b3c4'],
  [{ name: '1a2b3c4d' }, '1a2b3c4'],
  [{ name: 'feature', uncommitted: true }, 'feature@1a2b3c4 with uncommitted changes'],
])('a revision %o is called %s', (more, name) => {
  expect(revisionName(revision(more))).toBe(name);
});

it('arms are called by their revisions, or by their workloads', () => {
  const [baseline, candidate] = [arm('baseline'), arm('candidate')];
  expect(armNames([baseline, candidate])).toBe('posthog → posthog-next');
  expect(armNames([baseline, baseline])).toBe('posthog');
  expect(sharedWorkload([baseline, baseline])).toBe('');
  const of = (name: string): ArmDescription => ({ ...baseline, revision: revision({ name }) });
  expect(armNames([of('main'), of('feature')])).toBe('main@1a2b3c4 → feature@1a2b3c4');
  expect(sharedWorkload([of('main'), of('feature')])).toBe('posthog');
});
