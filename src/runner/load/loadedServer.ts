import type { LoadEvidence } from '../../model/loadRun.ts';
import type { Milliseconds } from '../../model/units.ts';
import type { Pulse } from '../stalls/stallWatch.ts';
import type { LoadPart, LoadTidings } from './loadTask.ts';

/** A trial that is being sent. */
export interface LoadInProgress {
  /** When it began, on the monotonic clock. Resolves when every thread is ready. */
  readonly begun: Promise<Milliseconds>;
  /** Resolves when every request has come to an end and was told. @throws when a thread ended before its time */
  readonly finished: Promise<void>;
  /** Sends nothing more, and lets what is on its way come to its end. */
  enough(): void;
  /** Gives everything up. */
  stop(): void;
}

/** How long a server has been up, and which one it is. */
export interface ServerUptime {
  readonly host: string;
  readonly seconds: number;
}

/** A server that a trial loads. */
export interface LoadedServer {
  readonly pulses: readonly Pulse[];
  /**
   * Begins to send when every thread is ready, but not before `notBefore` on the monotonic clock.
   * @param parts one for each thread
   * @param hear told what each thread has to tell
   */
  begin(
    parts: readonly LoadPart[],
    notBefore: Milliseconds,
    hear: (thread: number, tidings: Extract<LoadTidings, { kind: 'batch' }>) => void,
  ): LoadInProgress;
  /** How long each server of the arm has been up, in one order; undefined for one that does not tell. Never rejects. */
  uptimes(): Promise<readonly (ServerUptime | undefined)[]>;
  /** What the server's log says of these requests. Never rejects. */
  evidence(queryIds: readonly string[]): Promise<ReadonlyMap<string, LoadEvidence>>;
  /**
   * Ends every query whose id begins so, also those that still wait to begin. Resolves to how many are left in spite of it; undefined where
   * the server does not tell. Never rejects.
   */
  endQueries(prefix: string): Promise<number | undefined>;
  /** Why the rest is worth nothing, once a server of ours has ended that nobody asked to. */
  lost(): string | undefined;
}
