import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../../../calibration/oracle/sameAnswer.ts';

describe('the reader of the truth', () => {
  const answer = {
    names: ['n'],
    types: ['Float64'],
    rows: [['1'], ['2'], ['3']],
    totals: [],
    extremes: [],
    keys: [['0'], ['0'], ['1']],
    keyTypes: ['UInt8'],
  } as const;

  it.each([
    ['itself', {}, 'same'],
    ['rows that tie in another order', { rows: [['2'], ['1'], ['3']] }, 'same'],
    ['rows that do not tie in another order', { rows: [['1'], ['3'], ['2']] }, 'other'],
    ['ties of other sizes', { rows: [['3'], ['1'], ['2']], keys: [['1'], ['0'], ['0']] }, 'other'],
    ['other last digits', { rows: [['1.0000000000000002'], ['2'], ['3']] }, 'same'],
    ['another ninth digit', { rows: [['1.00000001'], ['2'], ['3']] }, 'other'],
    ['another eleventh digit', { rows: [['1.00000000002'], ['2'], ['3']] }, 'unclear'],
    ['another name', { names: ['m'] }, 'other'],
    ['another type', { types: ['Float32'] }, 'other'],
    ['a row less', { rows: [['1'], ['2']], keys: [['0'], ['0']] }, 'other'],
    ['totals', { totals: [['6']] }, 'other'],
    ['extremes', { extremes: [['1'], ['3']] }, 'other'],
  ])('compares an answer with %s', (_, change, likeness) => {
    expect(compareAnswers(answer, { ...answer, ...change }).likeness).toBe(likeness);
  });

  it.each([
    ['Tuple(Float64, String)', "(0.1,'x0.1')", "(0.10000000000000002,'x0.1')", 'same'],
    ['Tuple(Float64, String)', "(0.1,'x0.1')", "(0.1,'x0.10000000000000002')", 'other'],
    ['JSON', '{"a":0.1}', '{"a":0.10000000000000002}', 'same'],
    ['Tuple(String, JSON)', "('x','{\"a\":0.1}')", "('x','{\"a\":0.10000000000000002}')", 'same'],
    ['Tuple(UInt32, Float64)', '(7,0.5)', '(8,0.5)', 'other'],
    ['Array(Nullable(Float32))', '[NULL,0.33333334]', '[NULL,0.3333333]', 'other'],
    ['Float64', 'nan', '-nan', 'same'],
    ['Float64', '-0', '0', 'same'],
    ['Float64', 'inf', '-inf', 'other'],
    ['String', '0.1', '0.10', 'other'],
  ])('compares cells of %s: %s and %s', (type, a, b, likeness) => {
    const of = (cell: string) => ({ ...answer, types: [type], rows: [[cell]], keys: null });
    expect(compareAnswers(of(a), of(b)).likeness).toBe(likeness);
  });
});
