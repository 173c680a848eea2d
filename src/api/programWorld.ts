import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Listener, World } from '../app/world.ts';
import { systemTrouble } from '../files/systemTrouble.ts';
import { UserError } from '../model/errors.ts';
import { Secrets } from '../model/secrets.ts';
import { monotonicMs } from '../runner/clock.ts';
import { serverTrouble } from '../servers/serverTrouble.ts';

/** How the work goes. Texts are for people: no secret is in them, and their wording is not fixed. */
export type ProgressEvent =
  /** A new span of work begins: screening, a confirming session, the reading of results. */
  | { readonly kind: 'phase'; readonly name: string }
  /** About so many steps are left in this phase; told again whenever more is known. */
  | { readonly kind: 'remaining'; readonly steps: number }
  /** A step is done. */
  | { readonly kind: 'step'; readonly caseId: string }
  /** Something outside the steps, such as the start of a server. */
  | { readonly kind: 'note'; readonly text: string }
  /** Something that a reader of the result should know. */
  | { readonly kind: 'warning'; readonly text: string };

export interface Caller {
  readonly cwd?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
}

/** What a use case knows of the process when a program called it, and where it tells how the work goes. */
export interface Call {
  readonly world: World;
  readonly listener: Listener;
}

/** Listeners of the caller are kept apart from the work: one that throws or rejects is not called again, and Node warns of it. */
export function callOf({ cwd, signal, onProgress }: Caller): Call {
  const secrets = new Secrets();
  let listening = onProgress;
  const silence = (error: unknown): void => {
    if (listening === undefined) return;
    listening = undefined;
    process.emitWarning(`hogbench: onProgress failed and is not called again: ${secrets.mask(String(error))}`);
  };
  const tell = (event: ProgressEvent): void => {
    try {
      // One that is async fails later, and would end the process.
      const answer: unknown = listening?.(event);
      if (answer instanceof Promise) answer.catch(silence);
    } catch (error) {
      silence(error);
    }
  };
  const note = (text: string): void => tell({ kind: 'note', text: secrets.mask(text) });
  return {
    world: {
      cwd: resolve(cwd ?? '.'),
      env: process.env,
      secrets,
      now: Date.now,
      monotonic: monotonicMs,
      secret: () => randomBytes(32).toString('hex'),
      warn: (line) => tell({ kind: 'warning', text: secrets.mask(line) }),
      onInterrupt: (listener) => onAbort(signal, listener),
    },
    listener: {
      phase: (name) => tell({ kind: 'phase', name }),
      remaining: (steps) => tell({ kind: 'remaining', steps }),
      step: (caseId) => tell({ kind: 'step', caseId }),
      say: note,
      note,
      end: () => undefined,
    },
  };
}

/**
 * Errors leave in the one shape that a user can act on, and without secrets: a URL that cannot be read, or an answer of a server, may hold a
 * password.
 */
export async function masking<T>(secrets: Secrets, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const told = error instanceof UserError ? error : (serverTrouble(error) ?? systemTrouble(error));
    if (told !== undefined) {
      const where = told.where === undefined ? undefined : secrets.mask(told.where);
      throw new UserError(told.kind, secrets.mask(told.message), secrets.mask(told.fix), where);
    }
    throw error instanceof Error ? withoutSecrets(error, secrets) : error;
  }
}

function withoutSecrets(error: Error, secrets: Secrets): Error {
  const stack = secrets.mask(error.stack ?? '');
  error.message = secrets.mask(error.message);
  error.stack = stack;
  return error;
}

function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return () => undefined;
  if (signal.aborted) queueMicrotask(listener);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
