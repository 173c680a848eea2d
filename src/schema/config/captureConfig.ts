import type { LogLayout } from '../../model/logPreset.ts';

/** How a log of another kind is read, and what may leave it: the `capture` section with all that it leaves open filled in. */
export interface CaptureConfig {
  /** Which columns are read for what. */
  readonly layout: LogLayout;
  /** The zone of times that a log writes without one; UTC when absent. */
  readonly time_zone?: string | undefined;
  /** Tags that part executions of one shape. */
  readonly shape_tags: readonly string[];
  readonly required_tags: readonly string[];
  readonly owner_tag: string;
  readonly cost: { readonly cpu_second: number; readonly gib_read: number };
  /** GiB of memory that a read of the log may take on the server. */
  readonly server_memory_gib: number;
  /** `log_queries_cut_to_length` of the server that wrote the log; asked of the target when absent. */
  readonly cut_length?: number | undefined;
  readonly privacy: CapturePrivacy;
}

export interface CapturePrivacy {
  readonly allow: PrivacyLists;
  readonly drop: PrivacyLists;
  readonly hash: PrivacyLists;
  readonly event_columns: readonly string[];
}

interface PrivacyLists {
  readonly columns: readonly string[];
  readonly literals: readonly string[];
  readonly tags: readonly string[];
}

const noLists: PrivacyLists = { columns: [], literals: [], tags: [] };

type Loosely<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** The `capture` section as the file has it. What is absent is as usual, or as the preset says. */
export interface CaptureText extends Loosely<Omit<CaptureConfig, 'layout'>> {
  /** The name of a kind of log that is known. */
  readonly preset?: string | undefined;
  /** Columns of the log by the field of system.query_log they stand for. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** Columns of the log by the tag they hold. */
  readonly tag_columns?: Readonly<Record<string, string>> | undefined;
}

/** Where the config says nothing of it. */
export const defaultCapture: CaptureConfig = {
  layout: { columns: {}, tagColumns: {} },
  shape_tags: ['kind', 'product', 'feature', 'query_type', 'workload'],
  required_tags: ['product', 'query_type'],
  owner_tag: 'product',
  cost: { cpu_second: 1, gib_read: 1 },
  server_memory_gib: 4,
  privacy: { allow: noLists, drop: noLists, hash: noLists, event_columns: ['event'] },
};
