import { describe, expect, it } from 'vitest';
import { classesInPlay, classify } from '../../../src/load/classes.ts';
import type { LoadClass } from '../../../src/model/loadClass.ts';
import type { Tags } from '../../../src/model/workload.ts';

const place = { file: 'a.sql', line: 3, column: 1 };
const one = (id: string, tags: Tags) => ({ id, tags, place });
const named = (name: string, match: LoadClass['match']): LoadClass => ({ name, match, settings: {} });

const online = named('online', { workload: ['ONLINE'] });
const batch = named('batch', { workload: ['OFFLINE', 'BATCH'] });
const cases = [one('a', { workload: 'ONLINE' }), one('b', { workload: 'BATCH' }), one('c', { workload: 'OFFLINE' })];

describe('cases are put into classes', () => {
  it('by any value of every tag', () => {
    const twos = named('twos', { team: [2], kind: ['x', true] });
    const { classes, classOf } = classify(
      [...cases, one('d', { team: '2', kind: 'true' }), one('__proto__', { team: 2, kind: 'x' })],
      [online, batch, twos],
    );
    expect(classes).toEqual([online, batch, twos]);
    expect(Object.entries(classOf)).toEqual([
      ['a', 'online'],
      ['b', 'batch'],
      ['c', 'batch'],
      ['d', 'twos'],
      ['__proto__', 'twos'],
    ]);
  });

  it('all into one where there are none', () => {
    const only = named('all', {});
    expect(classify(cases, undefined)).toEqual({ classes: [only], classOf: { a: 'all', b: 'all', c: 'all' } });
    expect(classify(cases, [])).toEqual(classify(cases, undefined));
  });

  it('and one that none takes is named, with a few of the others', () => {
    const refused = () => classify([...cases, one('e', {}), one('f', {}), one('g', {})], [online, batch]);
    expect(refused).toThrow('`e`, `f` and 1 more are in no class');
    expect(() => classify([...cases, one('e', {})], [online, batch])).toThrow(
      expect.objectContaining({ kind: 'usage', message: '`e` is in no class', where: 'a.sql:3:1' }),
    );
  });

  it('and one that two take is named with both', () => {
    expect(() => classify(cases, [online, named('rest', {})])).toThrow('`a` is in the classes `online` and `rest`');
    expect(() => classify(cases, [named('rest', {}), batch])).toThrow(
      '`b` is in the classes `rest` and `batch`, and so is 1 more',
    );
  });

  it.each([
    [{ worklaod: ['ONLINE'] }, 'No case has the tag `worklaod`: did you mean `workload`?.'],
    [{ workload: ['ONLIEN'] }, 'No case has one of its values of `workload`: did you mean `ONLINE`?.'],
    [{ workload: ['online'] }, 'No case has one of its values of `workload`'],
    [{ workload: ['ONLINE'], kind: ['x'] }, 'No case has the tag `kind`: known here: workload.'],
    [{ toString: ['x'] }, 'No case has the tag `toString`'],
  ] satisfies [LoadClass['match'], string][])('and a class without cases is named: %j', (match, fix) => {
    expect(() => classify(cases, [online, batch, named('empty', match)])).toThrow(
      expect.objectContaining({ message: 'no case is in the class `empty`', fix: expect.stringContaining(fix) }),
    );
  });

  it('and one of which a filter takes no case is left out, one that has none by itself is not', () => {
    const empty = named('empty', { workload: ['NONE'] });
    const classes = [online, batch, empty];
    expect(classesInPlay(cases.slice(1), { cases, classes })).toEqual([batch, empty]);
    expect(classesInPlay(cases, { cases, classes })).toEqual(classes);
    expect(classesInPlay(cases, { cases })).toEqual([]);
  });

  it('and a query by itself is in its class, or in none', () => {
    const lone = (tags: Tags) => {
      const query = [one('q', tags)];
      return classesInPlay(query, { cases: query, classes: [online, batch], alone: true });
    };
    expect(lone({})).toEqual([]);
    expect(lone({ workload: 'BATCH' })).toEqual([batch]);
  });
});
