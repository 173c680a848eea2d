import { resolve } from 'node:path';
import type { WindowPair } from '../../app/comparedWindows.ts';
import type { LogRequest } from '../../app/trafficLog.ts';
import { UserError } from '../../model/errors.ts';
import type { Io } from '../io.ts';
import type { OptionSource } from './optionSource.ts';
import { parseLookBack } from './values.ts';

/** Flags about one window's attribution, which no comparison tells. */
const ofOneWindow = ['coverage', 'require', 'owner'];

/**
 * Reads `--against`: so long a time before the window, or the file of another log, which is read whole. Undefined without it.
 * @throws UserError usage for a time that is none, a file read whole that has no time before it, and flags about one window
 */
export function windowPair(source: OptionSource, log: LogRequest, io: Io): WindowPair | undefined {
  const text = source.flagText('against');
  if (text === undefined) return undefined;
  const stray = ofOneWindow.find((name) =>
    name === 'coverage' ? source.on('coverage') : source.flagText(name) !== undefined,
  );
  if (stray !== undefined)
    throw new UserError('usage', `--${stray} is about one window, and --against compares two`, 'Drop one of them.');
  if (!/^\d+(?:\.\d+)?\s*[a-z]*$/i.test(text)) {
    const file = { kind: 'file', path: resolve(io.cwd, text), shown: text } as const;
    return { log, against: { kind: 'log', log: { ...log, source: file, sinceSeconds: undefined } } };
  }
  const seconds = parseLookBack(text, '--against');
  if (log.sinceSeconds === undefined)
    throw new UserError(
      'usage',
      '--against a time needs a window before which it lies, and the file is read whole',
      'Say how much of its end is the later window with --since 1d, or name another file.',
    );
  return { log, against: { kind: 'span', seconds } };
}
