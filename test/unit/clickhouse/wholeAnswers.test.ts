import { describe, expect, it } from 'vitest';
import type { ControlOptions } from '../../../src/clickhouse/http/control.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import { anyRow, type RowShape } from '../../../src/clickhouse/http/rowShape.ts';
import { wholeOrNothing, withWholeAnswers } from '../../../src/clickhouse/http/wholeAnswers.ts';
import type { Settings } from '../../../src/model/workload.ts';

describe('settings that let a server answer with a part', () => {
  it.each<[string, Settings, Settings]>([
    ['an overflow mode of break', { timeout_overflow_mode: 'break' }, { timeout_overflow_mode: 'throw' }],
    ['an overflow mode of any', { group_by_overflow_mode: 'ANY' }, { group_by_overflow_mode: 'throw' }],
    ['skipped shards', { skip_unavailable_shards: 1 }, { skip_unavailable_shards: 0 }],
    ['a part on cancelling', { partial_result_on_first_cancel: 'true' }, { partial_result_on_first_cancel: 0 }],
    ['none of them', { read_overflow_mode: 'throw', skip_unavailable_shards: 0, max_rows_to_read: 5 }, {}],
  ])('%s', (_, settings, whole) => {
    expect(wholeOrNothing(settings)).toEqual(whole);
  });
});

/** A server whose profile is this, and that refuses settings with these names. */
function server(profile: Settings, refused: readonly string[] = []) {
  const asked: Settings[] = [];
  return {
    asked,
    async rows<Row>(sql: string, _: RowShape<Row>, { settings = {} }: ControlOptions = {}): Promise<readonly Row[]> {
      if (refused.some((name) => Object.hasOwn(settings, name))) throw new ServerError(452, 'not allowed');
      if (sql.includes('system.settings'))
        return Object.entries(profile).map(([name, value]) => ({ name, value: String(value) })) as Row[];
      if (sql === 'SELECT ours') asked.push(settings);
      return [];
    },
  };
}

describe('our own reads', () => {
  const profile = { read_overflow_mode: 'break', timeout_overflow_mode: 'throw' };

  it('lift what the profile cuts, and nothing else; what the caller says wins', async () => {
    const one = server(profile);
    const whole = withWholeAnswers(one);
    await whole.rows('SELECT ours', anyRow);
    await whole.rows('SELECT ours', anyRow, { settings: { max_rows_to_read: 7 } });
    const undone = { read_overflow_mode: 'throw', max_rows_to_read: 0, max_bytes_to_read: 0 };
    expect(one.asked).toEqual([undone, { ...undone, max_rows_to_read: 7 }]);
  });

  it('ask for an error instead of a part where limits may not be lifted, and for nothing where that may not be', async () => {
    const fixed = server(profile, ['max_rows_to_read']);
    await withWholeAnswers(fixed).rows('SELECT ours', anyRow);
    expect(fixed.asked).toEqual([{ read_overflow_mode: 'throw' }]);
    const pinned = server(profile, ['max_rows_to_read', 'read_overflow_mode']);
    await withWholeAnswers(pinned).rows('SELECT ours', anyRow);
    expect(pinned.asked).toEqual([{}]);
  });
});
