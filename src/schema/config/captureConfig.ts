import { z } from 'zod';
import { isZoneAsked } from '../../model/timeZones.ts';

/** The `capture` section of the config: how a log of another kind is read, and what may leave it. */
export interface CaptureConfig {
  /** Columns of the log by the field of system.query_log they stand for. */
  readonly columns: Readonly<Record<string, string>>;
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
  readonly privacy: {
    readonly allow: PrivacyLists;
    readonly drop: PrivacyLists;
    readonly hash: PrivacyLists;
    readonly event_columns: readonly string[];
  };
}

interface PrivacyLists {
  readonly columns: readonly string[];
  readonly literals: readonly string[];
  readonly tags: readonly string[];
}

const texts = z.array(z.string()).default([]);
const lists = z
  .strictObject({ columns: texts, literals: texts, tags: texts })
  .default({ columns: [], literals: [], tags: [] });
const shapeTags = ['kind', 'product', 'feature', 'query_type', 'workload'];
const cost = z.strictObject({ cpu_second: z.number().min(0).default(1), gib_read: z.number().min(0).default(1) });
const privacy = z.strictObject({
  allow: lists,
  drop: lists,
  hash: lists,
  event_columns: z.array(z.string()).default(['event']),
});
const noLists = { columns: [], literals: [], tags: [] };

/** Every key may be left out, and the section too. */
export const captureSchema: z.ZodType<CaptureConfig> = z
  .strictObject({
    columns: z.record(z.string(), z.string()).default({}),
    time_zone: z
      .string()
      .refine(isZoneAsked, 'is no time zone of ClickHouse: write for instance Europe/Madrid')
      .optional(),
    shape_tags: z.array(z.string().min(1)).default(shapeTags),
    required_tags: z.array(z.string().min(1)).default(['product', 'query_type']),
    owner_tag: z.string().min(1).default('product'),
    cost: cost.default({ cpu_second: 1, gib_read: 1 }),
    server_memory_gib: z.number().min(0.1).default(4),
    cut_length: z.number().int().min(100).optional(),
    privacy: privacy.default({ allow: noLists, drop: noLists, hash: noLists, event_columns: ['event'] }),
  })
  .prefault({});

export const defaultCapture: CaptureConfig = captureSchema.parse({});
