import { z } from 'zod';
import type { LoadFault, TrialReport } from '../../model/loadReport.ts';
import type { PublishedCapacity, PublishedLoad } from '../../model/publishedLoad.ts';
import { drivingSchema, loadClassSchema, loadShardSchema, trialPlanSchema } from '../load/loadHeaderSchema.ts';
import { trialEndSchema } from '../load/loadRecordSchema.ts';
import { openSchema } from '../openSchema.ts';
import { armSchema } from '../run/armSchema.ts';
import { armDescriptionSchema, optionsSchema } from '../run/headerSchema.ts';
import { noticeSchema, statusSchema } from '../run/recordSchema.ts';
import type { Same } from '../same.ts';
import {
  classReportSchema,
  estimateSchema,
  latencyPercentileSchema,
  promiseVerdictSchema,
} from './loadClassReportSchema.ts';
import { loadGateSchema } from './loadGateSchema.ts';

const count = z.int().min(0);
const milliseconds = z.number().min(0);
const perSecond = z.number().min(0).describe('Requests a second.');
const trialId = count.describe('The id of a plan among `trials`.');

const fault = z.strictObject({
  kind: z.enum([
    ...[
      'lag',
      'rate-not-reached',
      'interrupted',
      'lost',
      'no-end',
      'clock',
      'left-running',
      'end-unknown',
      'nothing-sent',
      'silence',
      'unanswered',
      'cut',
      'no-evidence',
      'background',
      'restarted',
      'not-reached',
    ],
  ] as LoadFault['kind'][]),
  what: z.string(),
  fix: z.string(),
});

const trial = z.strictObject({
  plan: trialPlanSchema,
  end: trialEndSchema.exactOptional(),
  faults: z.array(fault).describe('Why it proves nothing; empty: its figures can be relied on.'),
  lag: z
    .strictObject({
      p99Ms: milliseconds,
      maxMs: milliseconds,
      mostMs: milliseconds
        .exactOptional()
        .describe(
          '5% of the tightest promise of latency; where a class has none, a second at most. Absent: every class is there to disturb, and nothing was measured.',
        ),
      heldP99Ms: milliseconds.describe('The wait for room to send.'),
    })
    .describe('How late hogbench was by its own doing.'),
  steady: z.strictObject({
    kind: z.enum(['steady', 'growing', 'undecided']),
    slope: estimateSchema.describe('By which the backlog grows, in requests a second.'),
    of: z.string().exactOptional().describe('The class of which that is; absent: of all together.'),
    closed: z.literal(true).exactOptional().describe('Nothing that is judged was sent at a rate.'),
  }),
  classes: z.array(classReportSchema),
  cases: z
    .strictObject({
      of: count.describe('Cases that could be sent.'),
      neverSent: count,
      alwaysFailed: z.strictObject({
        count: count.describe('Cases of which every request failed.'),
        worst: z.array(z.strictObject({ caseId: z.string(), of: z.string(), failed: count, how: z.string() })),
      }),
    })
    .exactOptional()
    .describe('What became of single cases in the judged time; absent: it was not counted.'),
  verdict: promiseVerdictSchema,
});

const openEstimate = z.strictObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

const capacity = z.strictObject({
  arm: armSchema,
  rate: perSecond.describe('Requests a second, over all classes that are offered openly.'),
  low: perSecond.describe('Was kept and held.'),
  high: perSecond.nullable().describe('Above it a promise is missed; null: no such rate was found.'),
  saturation: perSecond.exactOptional().describe('The highest rate at which as many ended as came in.'),
  binding: z.string().exactOptional().describe('The class that gives way first.'),
  waitedFor: z
    .enum(['slots', 'threads', 'cores', 'memory', 'errors', 'network', 'client', 'running'])
    .exactOptional()
    .describe('What that class waited for at the edge of its promise.'),
  shape: z
    .enum(['smooth', 'cliff'])
    .exactOptional()
    .describe('`cliff`: just below the limit the promise is kept with more than half of it to spare.'),
  probes: z.array(
    z.strictObject({
      trial: trialId,
      rate: perSecond,
      verdict: promiseVerdictSchema,
      nearest: z.string().describe('The class that is nearest to missing its promise.'),
      margin: openEstimate.describe(
        'Its share of requests over the limit, relative to what is allowed: above 1 it is missed.',
      ),
      achieved: perSecond,
      good: perSecond,
    }),
  ),
  sustained: z
    .strictObject({ trial: trialId, rate: perSecond, verdict: promiseVerdictSchema })
    .exactOptional()
    .describe('The trial in which the rate was held.'),
  cost: z
    .strictObject({
      currency: z.string(),
      perHour: z.number().min(0),
      perMillion: estimateSchema.describe('Of a million queries at this capacity.'),
    })
    .exactOptional()
    .describe('There where the target has a price and the capacity was held.'),
  faults: z.array(fault).describe('Why it cannot be relied on; empty: it can.'),
});

const load = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('load'),
  runId: z.string(),
  startedAt: z.number().describe('Milliseconds since 1970-01-01T00:00:00Z.'),
  command: z.enum(['load', 'capacity', 'matrix']),
  status: statusSchema,
  verdict: z.strictObject({
    kind: z
      .enum(['kept', 'missed', 'undecided', 'told', 'invalid', 'incomplete'])
      .describe('`told`: nothing is promised. `invalid`: hogbench or the server made the run worthless.'),
    reasons: z.array(z.string()).describe('Sentences, worst first.'),
  }),
  gate: loadGateSchema
    .exactOptional()
    .describe('What rules of a config make of it; `verdict` is of the promises alone.'),
  arms: z.array(armDescriptionSchema),
  classes: z.array(loadClassSchema),
  cases: count,
  driving: drivingSchema,
  sampleSize: count,
  seed: z.number().describe('The same one offers the same load again.'),
  scheduling: z.array(z.string()).exactOptional(),
  options: optionsSchema.exactOptional().describe('What is not as usual, and who set it.'),
  shard: loadShardSchema.exactOptional(),
  trials: z.array(trial),
  capacity: capacity.exactOptional().describe('Of a search for capacity on one arm.'),
  capacities: z.array(capacity).exactOptional().describe('Of a search for capacity: one for each arm.'),
  capacityRatio: estimateSchema.exactOptional().describe('Candidate to baseline.'),
  costRatio: estimateSchema.exactOptional().describe('Of what a million queries cost, candidate to baseline.'),
  matrix: z
    .array(
      z.strictObject({
        trial: trialId,
        measured: z.string(),
        beside: z.array(z.string()),
        scheduling: z.boolean(),
        verdict: promiseVerdictSchema.exactOptional(),
        percentile: latencyPercentileSchema
          .exactOptional()
          .describe('Of all requests, where one that failed takes forever; absent: so many failed that there is none.'),
        toAlone: z.number().min(0).exactOptional().describe('To the same class alone, with the same scheduling.'),
      }),
    )
    .exactOptional(),
  notices: z.array(noticeSchema),
  lost: z.string().exactOptional().describe('That parts of its file are lost.'),
});

/** The JSON report of a load. Keys that it does not name are refused. */
export const loadReportSchema: z.ZodType<PublishedLoad> = load;

/** The published JSON schema (draft 2020-12) of the JSON report of a load. It lets keys pass that it does not name. */
export function loadReportJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(loadReportSchema.meta({ title: 'hogbench JSON report of a load, schema version 1' }));
  const { '~standard': _validator, $schema, ...plain } = schema;
  return { $schema, $id: 'urn:hogbench:load-report:1', ...(openSchema(plain) as Readonly<Record<string, unknown>>) };
}

// These lines fail to compile when a schema and its type drift apart, in either direction.
true satisfies Same<TrialReport, z.infer<typeof trial>>;
true satisfies Same<PublishedCapacity, z.infer<typeof capacity>>;
true satisfies Same<PublishedLoad, z.infer<typeof load>>;
