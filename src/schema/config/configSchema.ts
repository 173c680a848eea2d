import { z } from 'zod';
import { mismatchKinds } from '../../model/environment.ts';
import { resetObjection } from '../../model/history.ts';
import { isZoneAsked } from '../../model/timeZones.ts';
import { type CaptureText, defaultCapture } from './captureConfig.ts';
import type { ConfigText, ConfiguredTarget, HistoryConfig, LintConfig, StoreConfig } from './config.ts';
import { gateConfigSchema } from './gateConfigSchema.ts';

const texts = z.array(z.string()).default([]);
const lists = z.strictObject({ columns: texts, literals: texts, tags: texts }).prefault({});
const cost = z.strictObject({
  cpu_second: z.number().min(0).default(defaultCapture.cost.cpu_second),
  gib_read: z.number().min(0).default(defaultCapture.cost.gib_read),
});
const privacy = z.strictObject({
  allow: lists,
  drop: lists,
  hash: lists,
  event_columns: z.array(z.string()).default([...defaultCapture.privacy.event_columns]),
});

const names = z.record(z.string().min(1), z.string().min(1));

/** Every key may be left out: a preset may fill it in, which is not known here. */
const captureSchema: z.ZodType<CaptureText> = z.strictObject({
  preset: z.string().optional(),
  columns: names.optional(),
  tag_columns: names.optional(),
  time_zone: z
    .string()
    .refine(isZoneAsked, 'is no time zone of ClickHouse: write for instance Europe/Madrid')
    .optional(),
  shape_tags: z.array(z.string().min(1)).optional(),
  required_tags: z.array(z.string().min(1)).optional(),
  owner_tag: z.string().min(1).optional(),
  cost: cost.optional(),
  server_memory_gib: z.number().min(0.1).optional(),
  cut_length: z.number().int().min(100).optional(),
  privacy: privacy.optional(),
});

const targetSchema: z.ZodType<ConfiguredTarget> = z.strictObject({
  url: z.string(),
  replicas: z.array(z.string()).optional(),
  user: z.string().optional(),
  password: z.string().optional(),
  database: z.string().optional(),
  cluster: z.string().optional(),
  allow_setup: z.boolean().optional(),
  tls: z
    .strictObject({ ca: z.string().optional(), cert: z.string().optional(), key: z.string().optional() })
    .optional(),
});

const lintSchema: z.ZodType<LintConfig> = z.strictObject({
  required_tags: z.array(z.string().min(1)).min(1).optional(),
  owner_tag: z.string().min(1).optional(),
  min_coverage: z.union([z.string(), z.number()]).optional(),
});

const storeSchema: z.ZodType<StoreConfig> = z.union(
  [
    z.strictObject({ folder: z.string().min(1) }),
    z.strictObject({ target: z.string().min(1), database: z.string().min(1).optional() }),
  ],
  { error: 'is either {folder: …} or {target: …, database: …}' },
);

/** As `--reset` takes it. YAML reads an unquoted day as text here, for its schema is that of JSON. */
const historySchema: z.ZodType<HistoryConfig> = z.strictObject({
  resets: z
    .array(
      z.strictObject({
        at: z
          .string()
          .refine(
            (at) => resetObjection(at) === undefined,
            'is no run, no commit of seven digits or more, and no day such as 2026-03-01',
          ),
        reason: z.string().min(1).max(200),
      }),
    )
    .default([]),
});

export const configSchema: z.ZodType<ConfigText> = z.strictObject({
  targets: z.record(z.string(), targetSchema).default({}),
  defaults: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  capture: captureSchema.optional(),
  lint: lintSchema.optional(),
  gate: gateConfigSchema.optional(),
  store: storeSchema.optional(),
  history: historySchema.optional(),
  policies: z.partialRecord(z.enum(mismatchKinds), z.enum(['refuse', 'warn'])).default({}),
});
