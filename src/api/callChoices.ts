import type { TargetPrice, UnitPrices } from '../model/price.ts';
import type { RowDisplay } from '../model/rowDifference.ts';
import type { Source } from '../model/workload.ts';
import type { ProgressEvent } from './programWorld.ts';
import type { ShardChoices } from './shardOption.ts';
import type { TargetChoice } from './targetChoice.ts';

/** How a program calls: where it stands, how it stops the work, and who hears how the work goes. */
export interface CallChoices {
  /** Relative paths start here. Default: the working folder of the process. */
  readonly cwd?: string | undefined;
  /** Ends the work. What was measured until then is judged, and its report says `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
}

/** How to measure, in base units. What is absent is as the command line has it. */
export interface MeasuringChoices extends CallChoices {
  /** Cases to measure: names with * and ?, or tags such as `product=web_analytics`. */
  readonly filter?: readonly string[] | undefined;
  /** In milliseconds. Absent: no limit. */
  readonly budgetMs?: number | undefined;
  /** Of one execution, in milliseconds. Default: 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Seed of the order. Default: drawn. */
  readonly seed?: number | undefined;
  /** Pairs in flight. Default: 1; 4 with `countersOnly`. */
  readonly concurrency?: number | undefined;
  /** Exact counters and results alone decide; time is not judged. */
  readonly countersOnly?: boolean | undefined;
  /** Lets a remote target whose owner allows it (`allowSetup`) run the workload's own scripts. */
  readonly setup?: boolean | undefined;
  /** What a workload may read on the embedded server besides its tables. */
  readonly allowSources?: readonly Source[] | undefined;
  /** A folder for the run file and the reports. Absent: nothing is kept. */
  readonly out?: string | undefined;
  /** A run file to go on with, by its own plan. */
  readonly resume?: string | undefined;
  /** A part of the cases, whose run `mergeRuns` joins with the others. By itself it passes no gate. */
  readonly shard?: ShardChoices | undefined;
  /** What executions and data cost. Absent: nothing is said of money. */
  readonly prices?: UnitPrices | undefined;
}

/** One arm. What is absent is that of both arms. */
export interface ArmChoices {
  /** A folder of .sql files, one .sql file, or a shipped workload such as `posthog`. */
  readonly workload?: string | undefined;
  /** SQL that lies in no file, instead of a workload. One statement in each arm is one case, whatever its name. */
  readonly sql?: string | undefined;
  readonly target?: TargetChoice | undefined;
  readonly settings?: Readonly<Record<string, string | number>> | undefined;
  /** What its target costs, whatever it does. */
  readonly price?: TargetPrice | undefined;
}

export interface AbChoices extends MeasuringChoices {
  readonly workload?: string | undefined;
  /**
   * A workload whose dataset, database and settings `.sql` files and `sql` have. Default: the `workload.yaml` beside the file; where only one arm
   * is a file that has one, it is for both.
   */
  readonly over?: string | undefined;
  /** A revision such as `main`: the workload as it was where the working tree left it is the baseline's. Needs git. */
  readonly base?: string | undefined;
  /** With `base`: a line for the shell that prints the workload, run in the base and then in the working tree. */
  readonly generate?: string | undefined;
  /** Default: `embedded`. */
  readonly target?: TargetChoice | undefined;
  readonly baseline?: ArmChoices | undefined;
  readonly candidate?: ArmChoices | undefined;
  /** A change smaller than this is no change, as a share above 0 and below 1. Default: 0.05. */
  readonly margin?: number | undefined;
  /** Pairs of a case before its first look. */
  readonly minPairs?: number | undefined;
  /** Pairs of a case after which screening gives up. */
  readonly maxPairs?: number | undefined;
  /** Also runs some cases as baseline against baseline. Default: true. */
  readonly selfCheck?: boolean | undefined;
  /** Also measures cases that are the same in both arms. Default: they are left out where both arms run on one server with one dataset. */
  readonly all?: boolean | undefined;
  /** Refuses arms that are not on one server with one dataset. */
  readonly changedOnly?: boolean | undefined;
  /** Both halves of a pair at once; for arms on two machines. */
  readonly duet?: boolean | undefined;
  /** Also measures what it costs to insert the same rows, where tables are not made alike in the arms. */
  readonly insertCost?: boolean | undefined;
  /** Tags to show totals by. Default: the usual ones. */
  readonly totalsBy?: readonly string[] | undefined;
  /** How rows are shown in which results differ. */
  readonly showRows?: RowDisplay | undefined;
}

export interface RunChoices extends MeasuringChoices {
  /** As in `ArmChoices`; either this or `sql` has to be there. */
  readonly workload?: string | undefined;
  readonly sql?: string | undefined;
  /** As in `AbChoices`. */
  readonly over?: string | undefined;
  /** Default: `embedded`. */
  readonly target?: TargetChoice | undefined;
  readonly settings?: Readonly<Record<string, string | number>> | undefined;
  /** What its target costs, whatever it does. */
  readonly price?: TargetPrice | undefined;
  /** Fresh sessions; a later comparison judges time by five or more. Default: 5. */
  readonly sessions?: number | undefined;
  /** Executions of a case in a session. Default: 3. */
  readonly rounds?: number | undefined;
}
