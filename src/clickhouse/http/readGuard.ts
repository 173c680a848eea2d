import type { ControlOptions } from './control.ts';
import { isServerError, readonlyCode } from './refusals.ts';

/** Runs a read with the `readonly` that its user can be held to. */
export type ReadGuard = <T>(options: ControlOptions, read: (held: ControlOptions) => Promise<T>) => Promise<T>;

/**
 * Sends reads with `readonly`, so that the server itself would refuse a write. A user whose profile has 2 cannot be held to
 * 1; that is found out once, when a read is refused. @param probe reads nothing with `readonly = 1`
 */
export function readGuard(probe: (bounds: Pick<ControlOptions, 'signal'>) => Promise<void>): ReadGuard {
  let isPinned: Promise<boolean> | undefined;
  const pinned = (options: ControlOptions): Promise<boolean> => {
    isPinned ??= probe(options.signal === undefined ? {} : { signal: options.signal }).then(
      () => false,
      (error: unknown) => isServerError(error) && error.code === readonlyCode,
    );
    return isPinned;
  };
  return async (options, read) => {
    if (options.unguarded === true) return read(options);
    const held = (readonly: number): ControlOptions => ({ ...options, settings: { ...options.settings, readonly } });
    if (options.settings?.readonly === 2) return read(held(2));
    if (isPinned !== undefined && (await isPinned)) return read(held(2));
    try {
      return await read(held(1));
    } catch (error) {
      if (!isServerError(error) || error.code !== readonlyCode || !(await pinned(options))) throw error;
      return read(held(2));
    }
  };
}
