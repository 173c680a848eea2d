import { z } from 'zod';
import { mismatchKinds } from '../../model/environment.ts';
import { resetObjection } from '../../model/history.ts';
import { isZoneAsked } from '../../model/timeZones.ts';
import { currencyField, priceField } from '../run/priceSchema.ts';
import { type CaptureText, defaultCapture } from './captureConfig.ts';
import type {
  ConfigText,
  ConfiguredArm,
  ConfiguredPrice,
  ConfiguredPrices,
  ConfiguredTarget,
  HistoryConfig,
  LintConfig,
  StoreConfig,
} from './config.ts';
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

const priceSchema: z.ZodType<ConfiguredPrice> = z.strictObject({ per_hour: priceField, currency: currencyField });

const pricesSchema: z.ZodType<ConfiguredPrices> = z
  .strictObject({
    currency: currencyField,
    cpu_second: priceField.optional(),
    gib_read: priceField.optional(),
    gib_stored: priceField.describe('A month.').optional(),
  })
  .refine(
    ({ cpu_second, gib_read, gib_stored }) => (cpu_second ?? gib_read ?? gib_stored) !== undefined,
    'names no price: write cpu_second, gib_read or gib_stored',
  );

const keysOfServers = ['replicas', 'user', 'password', 'database', 'cluster', 'allow_setup', 'tls'] as const;
const keysOfEmbedded = ['cores', 'memory', 'version'] as const;

const targetShape = z.strictObject({
  url: z.string().optional(),
  embedded: z.union([z.string(), z.number()]).optional().describe('Servers of our own, as shards by replicas: 1x2.'),
  cores: z.number().int().min(1).optional(),
  memory: z.string().optional(),
  version: z.string().optional().describe('Of the embedded engine, as npm has it: 26.7.0-stable.1.'),
  replicas: z.array(z.string()).optional(),
  user: z.string().optional(),
  password: z.string().optional(),
  database: z.string().optional(),
  cluster: z.string().optional(),
  allow_setup: z.boolean().optional(),
  tls: z
    .strictObject({ ca: z.string().optional(), cert: z.string().optional(), key: z.string().optional() })
    .optional(),
  price: priceSchema.optional(),
});

const targetSchema: z.ZodType<ConfiguredTarget> = targetShape
  .superRefine(({ url, embedded, ...others }, context) => {
    if ((url === undefined) === (embedded === undefined)) {
      const message =
        url === undefined ? 'needs a url, or embedded' : 'has a url and embedded: a target is one of them';
      context.addIssue({ code: 'custom', message });
      return;
    }
    const foreign = (url === undefined ? keysOfServers : keysOfEmbedded).filter((key) => others[key] !== undefined);
    for (const key of foreign)
      context.addIssue({
        code: 'custom',
        path: [key],
        message: url === undefined ? 'is for a target with a url' : 'is for an embedded target',
      });
  })
  .meta({ oneOf: [{ required: ['url'] }, { required: ['embedded'] }] });

const armSchema: z.ZodType<ConfiguredArm> = z.strictObject({
  target: z.string().min(1).optional(),
  workload: z.string().min(1).optional(),
  settings: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  price: priceSchema.optional(),
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
  arms: z.record(z.string(), armSchema).optional(),
  defaults: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  capture: captureSchema.optional(),
  lint: lintSchema.optional(),
  prices: pricesSchema.optional(),
  gate: gateConfigSchema.optional(),
  store: storeSchema.optional(),
  history: historySchema.optional(),
  policies: z.partialRecord(z.enum(mismatchKinds), z.enum(['refuse', 'warn'])).default({}),
});
