import type { ArmName } from '../model/arm.ts';
import type { Notice } from '../model/notice.ts';
import type { LoadedServer } from '../runner/load/loadedServer.ts';
import type { Target } from '../runner/target.ts';
import type { Scheduling } from './scheduling.ts';

/** A server that is loaded. */
export interface LoadArm extends LoadedServer {
  readonly target: Target;
}

/** Everything a load is offered with, open. */
export interface LoadBench {
  /** Switches between the arms' scheduling and none; absent where the request did not ask for scheduling. */
  readonly scheduling?: Readonly<Partial<Record<ArmName, Scheduling>>>;
  /** What was seen while it was opened. */
  readonly notices?: readonly Notice[];
  /** As `Bench.remarks`. */
  readonly remarks?: readonly Notice[];
  readonly arms: Readonly<Partial<Record<ArmName, LoadArm>>>;
  close(): Promise<void>;
}
