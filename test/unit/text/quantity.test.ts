import { describe, expect, test } from 'vitest';
import {
  formatChange,
  formatCount,
  formatEstimate,
  formatInterval,
  formatMoment,
  formatMove,
  formatRatio,
  formatRow,
  formatSeconds,
  formatShare,
  formatValue,
  plural,
} from '../../../src/text/quantity.ts';

describe('values are scaled only when printed', () => {
  test.each([
    [12_300, 'us', '12.3 ms'],
    [1_240_000, 'us', '1.24 s'],
    [812, 'us', '812 µs'],
    [999.9, 'us', '1.00 ms'],
    [1_258_291, 'bytes', '1.20 MiB'],
    [512, 'bytes', '512 B'],
    [303_104, 'rows', '303,104'],
    [1_240_000, 'count', '1.24 M'],
    [12.5, 'count', '12.5'],
    [0.0123, 'count', '0.012'],
    [5e-324, 'us', '0 µs'],
    [0, 'us', '0 µs'],
    [null, 'us', '?'],
    [Number.NaN, 'bytes', '?'],
  ] as const)('%s %s is %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });
});

describe('a row has one scale', () => {
  test('chosen so that neither side drowns in zeros', () => {
    expect(formatRow([12_300, 1_240_000], 'us')).toEqual(['12.3 ms', '1,240 ms']);
  });
  test('an unknown side does not disturb it', () => {
    expect(formatRow([840_000, null], 'us')).toEqual(['840 ms', '?']);
  });
  test('exact values that differ never print alike', () => {
    expect(formatRow([1_240_001, 1_240_002], 'rows')).toEqual(['1.24 M', '1.24 M']);
    expect(formatRow([1_240_001, 1_240_002], 'rows', true)).toEqual(['1,240,001', '1,240,002']);
    expect(formatRow([1_048_576, 1_048_577], 'bytes', true)).toEqual(['1,048,576 B', '1,048,577 B']);
  });
});

describe('ratios', () => {
  test.each([
    [2.1, '2.10x', '+110%'],
    [1.042, '1.04x', '+4.2%'],
    [0.5, '0.50x', '-50.0%'],
    [1, '1.00x', '0.0%'],
    [0.99999, '1.00x', '0.0%'],
    [0.004, '0.004x', '-99.6%'],
    [0.0123, '0.012x', '-98.8%'],
    [1.996, '2.00x', '+99.6%'],
    [2.345, '2.35x', '+135%'],
    [9.994, '9.99x', '+899%'],
    [9.996, '10.0x', '+900%'],
    [99.94, '99.9x', '+9,894%'],
    [99.96, '100x', '+9,896%'],
    [5e-324, '0x', '-100%'],
    [1204.4, '1,204x', '+120,340%'],
    [null, '?', '?'],
  ])('%s is %s and %s', (ratio, asRatio, asChange) => {
    expect(formatRatio(ratio)).toBe(asRatio);
    expect(formatChange(ratio)).toBe(asChange);
  });
});

test('counts, shares and moments', () => {
  expect([formatCount(12_345), formatCount(null), plural(1, 'case'), plural(2, 'pair')]).toEqual([
    '12,345',
    '?',
    '1 case',
    '2 pairs',
  ]);
  expect([formatShare(0.05), formatShare(0.025), formatShare(0.0004)]).toEqual(['5%', '2.5%', '0.04%']);
  expect([formatMoment(0), formatMoment(Number.NaN)]).toEqual(['1970-01-01 00:00:00 UTC', '?']);
});

test('a value of both arms, and the ends of an interval', () => {
  expect(formatMove(12_300, 1_240_000, 'us')).toBe('12.3 ms → 1,240 ms');
  expect(formatMove(1_240_001, 1_240_002, 'rows', true)).toBe('1,240,001 → 1,240,002');
  expect(formatMove(null, 2048, 'bytes')).toBe('? → 2.00 KiB');
  expect(formatInterval({ low: 0.0123, high: 12.34 })).toBe('0.012–12.3');
});

test('limits are exact, estimates are coarse', () => {
  expect([50, 500, 60_000, 90_500, 3_600_000].map(formatSeconds)).toEqual([
    '0.05 s',
    '0.5 s',
    '60 s',
    '90.5 s',
    '3,600 s',
  ]);
  expect([840, 2200, 12_400, 100_000, 150_000].map(formatEstimate)).toEqual([
    '840 ms',
    '2.2 s',
    '12 s',
    '100 s',
    '3 min',
  ]);
});
