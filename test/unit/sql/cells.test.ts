import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, floatsApart, isOpenType, joined, numbersOf } from '../../../src/sql/values/cells.ts';

describe('the cells of a row', () => {
  it('are the JSON of its values, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (values) => {
        const texts = values.map((value) => JSON.stringify(value));
        expect(cellsOf(`[${texts.join(', ')}]`)).toEqual(texts);
      }),
    );
  });

  it('are none in an empty row', () => {
    expect(cellsOf('[]')).toEqual([]);
  });
});

describe('numbers of a column', () => {
  it.each([
    ['UInt64', 'exact'],
    ['Array(Tuple(String, Decimal(18, 2)))', 'exact'],
    ["Enum8('Float64' = 1)", 'exact'],
    ['Tuple(`Float64` Int8)', 'exact'],
    ['Nullable(Float64)', 'floats'],
    ['SimpleAggregateFunction(sum, Float64)', 'floats'],
    ['LowCardinality(Float32)', 'floats'],
    ['Map(String, BFloat16)', 'floats'],
    ['MultiPolygon', 'floats'],
    ['Tuple(UInt32, Float64)', 'any'],
    ['Dynamic', 'any'],
    ['JSON(max_dynamic_paths=8)', 'any'],
    ['Variant(Float64, String)', 'any'],
  ])('of type %s are %s', (type, expected) => {
    expect(numbersOf(type)).toBe(expected);
  });

  it('cannot be told from text in an open type', () => {
    expect(['Dynamic', 'Array(JSON)', 'Variant(String, UInt8)'].map(isOpenType)).toEqual([true, true, true]);
    expect(["Enum8('JSON' = 1)", 'Float64'].map(isOpenType)).toEqual([false, false]);
  });
});

describe('floats', () => {
  it('are taken out of a cell, and nothing else is', () => {
    const cell = '[-0.5,"1.5 \\" 2.5",{"7.5":1e22,"b":[3,"-nan"]}]';
    expect(floatsApart(cell, 'floats').floats).toEqual([-0.5, 1e22, 3]);
    expect(floatsApart('13000090', 'floats')).toEqual({ texts: ['13000090'], floats: [] });
    expect(floatsApart('13000090', 'floats', Number.POSITIVE_INFINITY).floats).toEqual([13000090]);
    expect(floatsApart(cell, 'any').floats).toEqual([-0.5, 1e22, 3]);
    expect(floatsApart('[4194303,4194304,-99999999999999999]', 'any').floats).toEqual([4194303]);
    expect(floatsApart(cell, 'exact')).toEqual({ texts: [cell], floats: [] });
    expect(joined(floatsApart(cell, 'floats'), () => 'f')).toBe('[f,"1.5 \\" 2.5",{"7.5":f,"b":[f,"nan"]}]');
  });

  it('put back give the cell', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const cell = JSON.stringify(value);
        expect(JSON.parse(joined(floatsApart(cell, 'floats'), String))).toEqual(JSON.parse(cell));
      }),
    );
  });
});
