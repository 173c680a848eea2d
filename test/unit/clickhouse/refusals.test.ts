import { expect, it } from 'vitest';
import { endsRun, runEnder, ServerError } from '../../../src/clickhouse/http/refusals.ts';

it.each<[number | null, string, RegExp | undefined]>([
  [201, 'Quota for user `reader` for 3600s has been exceeded', /^the user's quota is used up: Quota for user/],
  [202, 'Too many simultaneous queries', /as many queries/],
  [516, 'Authentication failed', /does not let the user in/],
  [241, '(total) memory limit exceeded: would use 9 GiB', /out of memory/],
  [241, 'Memory limit (total) exceeded: would use 9 GiB', /out of memory/],
  [241, 'Memory limit (for query) exceeded: would use 9 GiB', undefined],
  [241, 'Query memory limit exceeded: would use 9 GiB', undefined],
  [241, '(for user) memory limit exceeded', undefined],
  [60, 'Unknown table quota', undefined],
  [1000, 'Poco::Exception: Connection refused', undefined],
  [null, 'socket hang up', undefined],
])('%s %s', (code, message, sentence) => {
  const found = runEnder({ code, message });
  if (sentence === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(sentence);
  expect(endsRun(new ServerError(code ?? 0, message))).toBe(sentence !== undefined);
});
