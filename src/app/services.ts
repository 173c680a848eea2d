import type { ArmName } from '../model/arm.ts';
import type { UserError } from '../model/errors.ts';
import type { Check, ParsedStatement, ParseRefusal, ServerColumn, SettingRefusal } from '../model/serverAnswers.ts';
import type { TargetSpec } from '../model/targetSpec.ts';
import type { Params, Settings, Source, Workload } from '../model/workload.ts';
import type { Executor } from '../runner/executor.ts';
import type { Pulses } from '../runner/stalls/stallWatch.ts';
import type { Target } from '../runner/target.ts';
import type { RunStore } from '../store/runStore.ts';
import type { Results } from './results.ts';
import type { LogRequest, TrafficLog } from './trafficLog.ts';
import type { Listener, World } from './world.ts';

/** One side of a comparison, before anything has been opened. */
export interface ArmSpec {
  readonly arm: ArmName;
  readonly target: TargetSpec;
  readonly workload: Workload;
  /** Settings of the whole arm; they win over those of a case. */
  readonly settings: Settings;
}

export interface BenchRequest {
  readonly arms: readonly ArmSpec[];
  readonly concurrency: number;
  /** Runs the workload's own setup scripts on a remote target that allows it. */
  readonly setup: boolean;
  readonly say: (step: string) => void;
  readonly signal: AbortSignal;
  /** The most that a question of ours may take, in milliseconds; absent: its own deadline. */
  readonly mostMs?: (() => number) | undefined;
}

/** Everything a run is measured with, open. */
export interface Bench {
  readonly executor: Executor;
  readonly targets: Readonly<Partial<Record<ArmName, Target>>>;
  /** Shows whether the servers answer, while they are measured. */
  readonly pulses?: Pulses;
  close(): Promise<void>;
}

export interface LocalRequest {
  readonly nodes: number;
  readonly data: string | undefined;
  readonly workload: string | undefined;
  readonly allowedSources: ReadonlySet<Source>;
  readonly say: (step: string) => void;
}

export interface LocalServer {
  /** How to connect, for people. */
  readonly description: string;
  /** Resolves with the reason when a server ends that nobody asked to. */
  readonly failure: Promise<UserError>;
  stop(): Promise<void>;
}

/** A setting as it reaches a server: sent with a request, or stated by a statement. */
export type SettingQuestion =
  | { readonly kind: 'sent'; readonly name: string; readonly value: string | number }
  | { readonly kind: 'stated'; readonly name: string; readonly text: string; readonly params: Params };

/** What lint asks a server. */
export interface JudgeRequest {
  readonly statements: readonly ParsedStatement[];
  readonly settings: readonly SettingQuestion[];
  readonly timeColumns: readonly string[];
  readonly database: string | undefined;
  /** True when nobody asked for this target, so that its absence is no error. */
  readonly optional: boolean;
}

/** What a server answers, in the order of the request. */
export interface Judgement {
  readonly refusals: readonly (ParseRefusal | undefined)[];
  readonly settingRefusals: readonly (SettingRefusal | undefined)[];
  readonly columns: readonly ServerColumn[];
}

/** The servers, as the use cases need them. Tests hand in a fake, so that no clock and no server is asked. */
export interface Services {
  openBench(request: BenchRequest, world: World): Promise<Bench>;
  /** Asks a target whether it can be measured. */
  examine(target: TargetSpec, world: World): Promise<readonly Check[]>;
  /** Lets a target parse statements. Undefined when the target is optional and not installed. */
  judge(target: TargetSpec, request: JudgeRequest, world: World): Promise<Judgement | undefined>;
  /** Starts embedded servers for the user's own work. */
  startLocal(request: LocalRequest, world: World): Promise<LocalServer>;
  /** Opens a log of production. */
  openLog(request: LogRequest, world: World): Promise<TrafficLog>;
}

/** What a use case that measures works with. */
export interface MeasuringPorts {
  readonly world: World;
  readonly services: Services;
  /** Told how far the run is. */
  readonly listener: Listener;
  /** Where results go. */
  readonly results: Results;
  /** Where runs live; absent: in files. */
  readonly store?: RunStore;
}
