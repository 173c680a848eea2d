import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/model/errors.ts';
import { readSlo } from '../../../src/workloads/sloText.ts';

describe('promises', () => {
  it('are percentiles and a share of errors, lowest percentile first', () => {
    expect(readSlo('p99.9=10s, p50=300ms ,p95=3s,errors=0.1%')).toEqual({
      latency: [
        { share: 0.5, mostMs: 300 },
        { share: 0.95, mostMs: 3000 },
        { share: 0.999, mostMs: 10_000 },
      ],
      errors: 0.001,
    });
    expect(readSlo('errors=.02')).toEqual({ latency: [], errors: 0.02 });
  });

  it('allow as many errors as the strictest percentile does, and no more', () => {
    expect(readSlo('p99.9=1s,errors=0.1%').errors).toBe(0.001);
    expect(() => readSlo('p99.9=1s,errors=0.2%')).toThrow('lets more requests fail than p99.9 does');
  });

  it.each([
    ['', '`` is no promise'],
    ['p95', '`p95` is no promise'],
    ['p95=3s=4s', 'is no promise'],
    ['p95=3', '`p95` must be a time with its unit'],
    ['p95=0s', '`p95` must be a time with its unit'],
    ['p100=3s', '`p100` is no promise'],
    ['p0=3s', '`p0` is no promise'],
    ['p-5=3s', '`p-5` is no promise'],
    ['q95=3s', '`q95` is no promise'],
    ['p95=3s,p95.0=4s', '`p95.0` is promised twice'],
    ['errors=1%,errors=1%', '`errors` is promised twice'],
    ['errors=0', '`errors` must be a share'],
    ['errors=0%', '`errors` must be a share'],
    ['errors=1', '`errors` must be a share'],
    ['errors=100%', '`errors` must be a share'],
    ['errors=1e-3', '`errors` must be a share'],
    ['p95=3s,p99=2s', '`p99` is shorter than p95'],
    ['p50=1s,p95=3s,p99=2s', '`p99` is shorter than p95'],
  ])('%s is refused', (text, expected) => {
    expect(() => readSlo(text)).toThrow(expected);
    expect(() => readSlo(text)).toThrow(UserError);
  });

  it('are either read as written or refused', () => {
    const promise = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 90_000 }));
    fc.assert(
      fc.property(fc.uniqueArray(promise, { minLength: 1, maxLength: 4, selector: ([tenths]) => tenths }), (all) => {
        const text = all.map(([tenths, ms]) => `p${Math.floor(tenths / 10)}.${tenths % 10}=${ms}ms`).join(',');
        const ascending = all.toSorted(([one], [other]) => one - other);
        const isOrdered = ascending.every(([, ms], at) => at === 0 || ms >= (ascending[at - 1]?.[1] ?? 0));
        if (!isOrdered) expect(() => readSlo(text)).toThrow('is shorter than');
        else
          expect(readSlo(text)).toEqual({
            latency: ascending.map(([tenths, mostMs]) => ({ share: tenths / 1000, mostMs })),
          });
      }),
    );
  });
});
