import type { Notice } from '../../model/notice.ts';
import type { OptionInEffect } from '../../model/run.ts';

/** What a config decided that nobody named, and that may have come with the change which is judged. */
export function foundOptions(options: readonly OptionInEffect[] = []): readonly Notice[] {
  const found = options.filter((one) => one.found === true);
  if (found.length === 0) return [];
  const list = found.map(({ name, value }) => `${name} ${value}`).join(', ');
  const text = `Taken from a config that was found in the working folder and that nobody named: ${list}. --config names the one to trust.`;
  return [{ code: 'config-found', level: 'caution', text }];
}
