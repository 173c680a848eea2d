import { z } from 'zod';
import { mismatchKinds } from '../../model/environment.ts';
import { isZoneAsked } from '../../model/timeZones.ts';
import { type CaptureConfig, defaultCapture } from './captureConfig.ts';
import type { ConfigText, ConfiguredTarget, LintConfig } from './config.ts';

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

/** Every key may be left out, and the section too. */
const captureSchema: z.ZodType<CaptureConfig> = z
  .strictObject({
    columns: z.record(z.string(), z.string()).default({}),
    time_zone: z
      .string()
      .refine(isZoneAsked, 'is no time zone of ClickHouse: write for instance Europe/Madrid')
      .optional(),
    shape_tags: z.array(z.string().min(1)).default([...defaultCapture.shape_tags]),
    required_tags: z.array(z.string().min(1)).default([...defaultCapture.required_tags]),
    owner_tag: z.string().min(1).default(defaultCapture.owner_tag),
    cost: cost.prefault({}),
    server_memory_gib: z.number().min(0.1).default(defaultCapture.server_memory_gib),
    cut_length: z.number().int().min(100).optional(),
    privacy: privacy.prefault({}),
  })
  .prefault({});

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

export const configSchema: z.ZodType<ConfigText> = z.strictObject({
  targets: z.record(z.string(), targetSchema).default({}),
  defaults: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  capture: captureSchema.optional(),
  lint: lintSchema.optional(),
  policies: z.partialRecord(z.enum(mismatchKinds), z.enum(['refuse', 'warn'])).default({}),
});
