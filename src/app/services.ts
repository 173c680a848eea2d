import type { ArmName, PerArm, Revision, RunArm } from '../model/arm.ts';
import type { UserError } from '../model/errors.ts';
import type { InBaseline } from '../model/gateRules.ts';
import type { Notice } from '../model/notice.ts';
import type { TargetPrice } from '../model/price.ts';
import type { Examined, ParsedStatement, ParseRefusal, ServerColumn, SettingRefusal } from '../model/serverAnswers.ts';
import type { RemoteSpec, TargetSpec } from '../model/targetSpec.ts';
import type { Topology } from '../model/topology.ts';
import type { Params, Settings, Source, Workload } from '../model/workload.ts';
import type { Executor } from '../runner/executor.ts';
import type { Pulses } from '../runner/stalls/stallWatch.ts';
import type { Target } from '../runner/target.ts';
import type { RunArchive } from '../store/archive.ts';
import type { RunStore } from '../store/runStore.ts';
import type { LoadBench } from './loadBench.ts';
import type { Results } from './results.ts';
import type { Scheduling } from './scheduling.ts';
import type { LogRequest, TrafficLog } from './trafficLog.ts';
import type { Listener, World } from './world.ts';

/** One side of a comparison, before anything has been opened. */
export interface ArmSpec<Arm extends RunArm = ArmName> {
  readonly arm: Arm;
  /** What the user calls it; absent where it is known as what it is. */
  readonly label?: string;
  readonly target: TargetSpec;
  readonly workload: Workload;
  /** Settings of the whole arm; they win over those of a case. */
  readonly settings: Settings;
  /** What its target costs; absent: nobody said. */
  readonly price?: TargetPrice;
  /** The state of a repository that the workload was read from; absent where nobody asked for one. */
  readonly revision?: Revision;
}

/** A branch's base that is to be laid out. */
export interface BaseRequest {
  /** The workload, as the user names it. */
  readonly path: string;
  /** Any revision; the commit at which HEAD left it is the base. */
  readonly ref: string;
  /** A line for the shell that prints the workload, in the base's tree and in the working tree; absent: it is committed. */
  readonly command: string | undefined;
  /** Where results go: nothing in there is part of an arm. */
  readonly out: string;
  readonly say: (step: string) => void;
}

/** The base of a branch, beside the working tree as it is. */
export interface LaidOutBase {
  /** Where the workload lies: a path and the folder that it starts from. */
  readonly baseline: { readonly path: string; readonly cwd: string; readonly revision: Revision };
  readonly candidate: { readonly revision: Revision };
  /** What a command wrote of the workload in each tree, absolute and without links; absent where none was run. */
  readonly written?: PerArm<{ readonly folder: string; readonly files: ReadonlySet<string> }>;
  /** What the user should know of the choice, a line each. */
  readonly remarks: readonly string[];
  /** Takes it away; harmless to repeat. */
  remove(): Promise<void>;
}

export interface BenchRequest {
  readonly arms: readonly ArmSpec<RunArm>[];
  readonly concurrency: number;
  /** Runs the workload's own setup scripts on a remote target that allows it. */
  readonly setup: boolean;
  /** Has the servers hold what the workloads say under `scheduling`, from the opening on and until the bench is closed; absent or false: they stay as they are. Absent where classes do not count. */
  readonly scheduling?: boolean;
  readonly say: (step: string) => void;
  readonly signal: AbortSignal;
  /** The most that a question of ours may take, in milliseconds; absent: its own deadline. */
  readonly mostMs?: (() => number) | undefined;
}

/** Everything a run is measured with, open. */
export interface Bench {
  readonly executor: Executor;
  readonly targets: Readonly<Partial<Record<RunArm, Target>>>;
  /** Shows whether the servers answer, while they are measured. */
  readonly pulses?: Pulses;
  /** Switches between the arms' scheduling and none; absent where the request did not ask for scheduling. */
  readonly scheduling?: Readonly<Partial<Record<RunArm, Scheduling>>>;
  /** What was seen while it was opened. */
  readonly notices?: readonly Notice[];
  /** What a reader of reports has to know of the servers. */
  readonly remarks?: readonly Notice[];
  close(): Promise<void>;
}

export interface LocalRequest extends Topology {
  /** Ports of the first node; each further node has the next. Absent: any that is free. */
  readonly ports: { readonly http?: number; readonly tcp?: number };
  /** Whose server it is; absent: an account that is made for it, whose password is told. */
  readonly owner: { readonly user: string; readonly password: string } | undefined;
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

/** The commit whose baseline is looked for. */
export interface BaseLineRequest {
  /** Of the candidate, in full. */
  readonly commit: string;
  /** It was measured with files that are in no commit, so that it differs from its own commit. */
  readonly uncommitted: boolean;
  /** The branch that it goes to; absent: what CI says, else the main branch. */
  readonly ref: string | undefined;
}

/** Where a change began. */
export interface BaseLine {
  /** What it was found by. */
  readonly ref: string;
  /** At which the candidate left it. */
  readonly commit: string;
  /** Those that a baseline may be of, newest first: from `commit` on, by first parents. */
  readonly commits: readonly string[];
  /** The candidate is that commit itself, which is none of `commits` then. */
  readonly isOwn: boolean;
}

/** Where the tables of a store are. */
export interface TablesPlace {
  readonly target: RemoteSpec;
  readonly database: string;
}

/** The servers, as the use cases need them. Tests hand in a fake, so that no clock and no server is asked. */
export interface Services {
  openBench(request: BenchRequest, world: World): Promise<Bench>;
  /** Opens servers to be loaded by so many threads. */
  openLoadBench(request: BenchRequest, workers: number, world: World): Promise<LoadBench>;
  /** Asks a target whether it can be measured. */
  examine(target: TargetSpec, world: World): Promise<readonly Examined[]>;
  /** Lets a target parse statements. Undefined when the target is optional and not installed. */
  judge(target: TargetSpec, request: JudgeRequest, world: World): Promise<Judgement | undefined>;
  /** Lays out the base of a branch. */
  layOutBase(request: BaseRequest, world: World, signal: AbortSignal): Promise<LaidOutBase>;
  /** Which of these commits are part of a baseline. */
  containedCommits(
    baseline: string,
    commits: readonly string[],
    world: World,
  ): Promise<ReadonlyMap<string, InBaseline>>;
  /** The commit that a workload lies in; undefined where it lies in none. */
  ownRevision(path: string, outs: readonly string[], world: World, signal: AbortSignal): Promise<Revision | undefined>;
  /** The commits that a change can be held against. */
  baseLine(request: BaseLineRequest, world: World, signal: AbortSignal): Promise<BaseLine>;
  /** Starts embedded servers for the user's own work. */
  startLocal(request: LocalRequest, world: World): Promise<LocalServer>;
  /** Opens a store in tables of a server. */
  openTables(place: TablesPlace, world: World): Promise<RunArchive>;
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
