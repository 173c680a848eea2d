import { describe, expect, it } from 'vitest';
import { type OfferedChoice, offeredLoad, type WeightedClass } from '../../../src/load/offeredLoad.ts';

const named = (name: string, weight: number, more: Partial<WeightedClass> = {}): WeightedClass => ({
  ...{ name, weight, match: {}, settings: {} },
  ...more,
});
const asked = (more: Partial<OfferedChoice> = {}): OfferedChoice => ({
  ...{ rates: new Map(), background: [] },
  ...more,
});
/** Kind, and rate or users, by class. */
function offered(classes: readonly WeightedClass[], choice: Partial<OfferedChoice>) {
  return Object.fromEntries(
    offeredLoad(classes, asked(choice)).map(({ of, arrival }) => [
      of,
      [arrival.kind, 'rate' in arrival ? arrival.rate : 'users' in arrival ? arrival.users : arrival.speed],
    ]),
  );
}

const bare = [named('online', 3), named('batch', 1)];
const usual = [named('online', 3, { rate: 6 }), named('batch', 1, { rate: 2 })];
const closed = [named('online', 3, { rate: 6 }), named('batch', 1, { arrival: 'closed', users: 4 })];

describe('what is offered', () => {
  it('is a rate by weight, behind what has a rate of its own', () => {
    expect(offered(bare, { rate: 8 })).toEqual({ online: ['poisson', 6], batch: ['poisson', 2] });
    expect(offered([...bare, named('other', 9, { rate: 1 })], { rate: 8 })).toEqual({
      ...{ online: ['poisson', 6], batch: ['poisson', 2], other: ['poisson', 1] },
    });
    expect(offered(bare, { rate: 8, rates: new Map([['online', 5]]) })).toEqual({
      ...{ online: ['poisson', 5], batch: ['poisson', 8] },
    });
  });

  it('is what the workload has for usual, and a rate in its proportions', () => {
    expect(offered(usual, {})).toEqual({ online: ['poisson', 6], batch: ['poisson', 2] });
    expect(offered(usual, { rate: 100 })).toEqual({ online: ['poisson', 75], batch: ['poisson', 25] });
    expect(offered(usual, { usualRate: 100 })).toEqual({ online: ['poisson', 6], batch: ['poisson', 2] });
    expect(offered(usual, { arrival: 'constant', rate: 4 })).toEqual({
      online: ['constant', 3],
      batch: ['constant', 1],
    });
    expect(offered(closed, { rate: 40 })).toEqual({ online: ['poisson', 40], batch: ['closed', 4] });
  });

  it('is users where somebody asks for them, whatever is usual', () => {
    expect(offered(closed, { users: 9 })).toEqual({ online: ['closed', 9], batch: ['closed', 4] });
    expect(offered(closed, { users: 9, arrival: 'closed' })).toEqual({ online: ['closed', 9], batch: ['closed', 4] });
    expect(offered(closed, { users: 9, rate: 3 })).toEqual({ online: ['poisson', 3], batch: ['closed', 4] });
    expect(offered(closed, { rates: new Map([['batch', 2]]) })).toEqual({
      online: ['poisson', 6],
      batch: ['poisson', 2],
    });
    expect(offered(usual, { arrival: 'recorded', speed: 10 })).toEqual({
      online: ['recorded', 10],
      batch: ['recorded', 10],
    });
  });

  it('is refused where a rate would go nowhere, and where nothing says how much', () => {
    const rates = new Map([
      ['online', 3],
      ['batch', 1],
    ]);
    expect(offered(bare, { usualRate: 1, rates })).toEqual({ online: ['poisson', 3], batch: ['poisson', 1] });
    expect(() => offered(bare, { rate: 1, rates })).toThrow('--rate has no class to go to');
    expect(() => offered([named('batch', 1, { arrival: 'closed' })], { rate: 1 })).toThrow('--rate has no class');
    expect(() => offered(bare, {})).toThrow('nothing says how much is offered to the class `online`');
    expect(() => offered([named('online', 0)], { rate: 1 })).toThrow('no case of class `online` has a weight above 0');
    expect(() => offered(bare, { rate: 1, background: ['batch', 'online'] })).toThrow(
      'every class is there to disturb',
    );
    expect(() => offered(bare, { rates: new Map([['onlien', 1]]) })).toThrow('no class `onlien`');
  });
});
