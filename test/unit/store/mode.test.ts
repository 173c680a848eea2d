import { expect, it } from 'vitest';
import { byMode, type Mode, type ModeFacts, type ModeKind, modeFacts } from '../../../src/model/mode.ts';
import { headerFrom, storedHeader } from '../../../src/store/storedMode.ts';
import { headerOf } from './samples.ts';

const modes: readonly Mode[] = [
  { kind: 'paired' },
  { kind: 'duet' },
  { kind: 'counters', duet: false },
  { kind: 'counters', duet: true },
  { kind: 'sessions' },
];

function planOf(mode: Mode) {
  const { plan, ...header } = headerOf();
  const arms = mode.kind === 'sessions' ? (['baseline'] as const) : (['baseline', 'candidate'] as const);
  return { ...header, plan: { ...plan, arms, mode } };
}

it.each(modes)('a run file tells the mode $kind by its two keys, and gives it back', (mode) => {
  const stored = storedHeader(planOf(mode));
  expect(stored.plan).not.toHaveProperty('mode');
  expect(stored.plan.countersOnly).toBe(mode.kind === 'counters' ? true : undefined);
  expect(stored.plan.duet).toBe(mode.kind === 'duet' || (mode.kind === 'counters' && mode.duet) ? true : undefined);
  expect(headerFrom(stored)).toEqual(planOf(mode));
});

it('there is a stored form of every mode', () => {
  expect(new Set(modes.map((one) => one.kind))).toEqual(new Set(Object.keys(modeFacts)));
});

it('a mode without an answer does not compile', () => {
  const three = { paired: () => 1, duet: () => 2, counters: () => 3 };
  // @ts-expect-error: no answer for sessions
  expect(byMode({ kind: 'duet' }, three)).toBe(2);
  const { sessions: _, ...others } = modeFacts;
  // @ts-expect-error: no facts of sessions
  const facts: Record<ModeKind, ModeFacts> = others;
  expect(Object.keys(facts)).toHaveLength(3);
});
