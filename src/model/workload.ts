import type { Place } from './errors.ts';
import type { LoadClass } from './loadClass.ts';
import type { JudgedRule, LintLevels } from './rules.ts';
import type { Settings, Tags, TagValue } from './settings.ts';
import type { EpochSeconds, Milliseconds } from './units.ts';
import type { ScratchTable } from './writing.ts';

export type { Settings, Tags, TagValue };

/** A value a ClickHouse parameter `{name:Type}` can be bound to from YAML. */
export type ParamValue = string | number | boolean | null | readonly ParamValue[];
export type Params = Readonly<Record<string, ParamValue>>;

/** Whether a case whose results differ, or were not compared, can have a favourable verdict: by default it cannot. */
export type ResultsChoice = 'compare' | 'ignore';

/**
 * One query with one binding of its parameters. Its identity is its name and its parameters, never
 * its text: the text is what changes between the arms.
 */
export interface Case {
  /** `trends_dau[team=2,date_from=2026-01-01]`, or the bare name when there are no parameters. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The statement as written, without its annotation lines and without the closing `;`. */
  readonly sql: string;
  readonly params: Params;
  readonly tags: Tags;
  readonly settings: Settings;
  /** Where those stand that are written above the statement. */
  readonly settingPlaces?: readonly PlacedSetting[];
  /** Executions a day in production; 1 when not stated. */
  readonly weight: number;
  /** Somebody said so; absent: nobody knows how often it runs. */
  readonly weightStated?: true;
  /** Absent: the run's default applies. */
  readonly timeoutMs?: Milliseconds;
  /** What its clock functions see; absent: the server's clock. */
  readonly now?: EpochSeconds;
  /** Absent: they are compared. */
  readonly results?: ResultsChoice;
  /** Rules that say nothing about it. */
  readonly lintIgnore?: readonly IgnoredRule[];
  /** Where it writes to; absent for a statement that only reads. */
  readonly writes?: ScratchTable;
  readonly place: Place;
}

/** A rule that says nothing of a case, and where that is written. */
export interface IgnoredRule {
  readonly rule: JudgedRule;
  readonly place: Place;
}

/** A script of a workload that builds its tables or fills them, run statement by statement. */
export interface SetupScript {
  readonly file: string;
  readonly statements: readonly SetupStatement[];
}

export interface SetupStatement {
  readonly sql: string;
  readonly place: Place;
}

/** A folder of annotated SQL, read and checked. */
export interface Workload {
  readonly name: string;
  readonly description: string;
  readonly folder: string;
  /** A single file, or a text that lies in none. */
  readonly alone?: true;
  readonly cases: readonly Case[];
  /** The database its queries run in, when the manifest names one. */
  readonly database?: string;
  /** Schema first, then data; empty when the workload brings no dataset. */
  readonly setup: readonly SetupScript[];
  /** What the sessions of its scripts begin with; those of the queries do not reach them. */
  readonly setupSettings?: Settings;
  /** What its statements read beside the tables of the embedded server; absent: nothing. */
  readonly sources?: readonly Source[];
  /** What is promised to which cases under load; absent: nothing is said of it. */
  readonly classes?: readonly LoadClass[];
  /** Define how a server shares itself out, and are no part of the dataset; absent: it does so as it is. */
  readonly scheduling?: readonly SetupScript[];
  /** The file that says when production sent which case; an absolute path. */
  readonly timing?: string;
  /** Of production, that its cases stand for; absent: it does not say. */
  readonly standsFor?: StandsFor;
  readonly requiredTags: readonly string[];
  readonly lint?: LintChoices;
}

/** Shares of production, from 0 to 1. */
export interface ProductionShares {
  readonly executions: number;
  readonly cost: number;
}

/** How many cases there are, and the sum of their weights, in executions a day. */
export interface CountedCases {
  readonly cases: number;
  readonly weights: number;
}

/** What a workload stands for, and the cases that it was reckoned from, where that is said. */
export interface StandsFor extends ProductionShares, Partial<CountedCases> {}

/** What a workload says of its own checking. */
export interface LintChoices {
  readonly levels: LintLevels;
  /** Columns by which its tables are cut in time. */
  readonly timeColumns: readonly string[];
  /** The settings of workload.yaml, and where each stands. */
  readonly settings: readonly PlacedSetting[];
}

export interface PlacedSetting {
  readonly name: string;
  readonly value: string | number;
  readonly place: Place;
}

/** What a statement can read that is not in the server: a workload names those it needs, and its user allows them. */
export const sources = [
  'file',
  'url',
  'remote',
  's3',
  'azure',
  'hdfs',
  'mysql',
  'postgres',
  'sqlite',
  'mongo',
  'redis',
  'odbc',
  'jdbc',
] as const;

export type Source = (typeof sources)[number];
