import { z } from 'zod';
import type { ClassReport, Estimate, LatencyPercentile, PromiseVerdict } from '../../model/loadReport.ts';
import type { Same } from '../same.ts';

const count = z.int().min(0);
const milliseconds = z.number().min(0);
const share = z.number().min(0).max(1);
const perSecond = z.number().min(0).describe('Requests a second.');

const estimate = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number() })
  .describe('With the interval that it lies in with 95% confidence.');

const promiseVerdict = z
  .enum(['kept', 'missed', 'undecided'])
  .describe('`kept` and `missed` are proved at 95% confidence; `undecided` is never favourable.');

const percentile = z
  .strictObject({
    share: share.describe('0.95 for p95.'),
    ms: milliseconds,
    lowMs: milliseconds.exactOptional(),
    highMs: milliseconds.exactOptional(),
  })
  .describe('Bounds are absent where there are too few requests for them.');

const timeSpent = z.strictObject({
  known: count.describe("Requests that the server's log told of."),
  of: count.describe('Requests there were.'),
  latency: milliseconds,
  own: milliseconds.describe('In hogbench, before it was sent.'),
  server: milliseconds.describe('The server had it.'),
  slots: milliseconds.describe('Of that, waiting for a slot.'),
  running: milliseconds.describe('Server time less the wait for a slot.'),
  threads: milliseconds,
  cores: milliseconds,
  cpu: milliseconds,
  between: milliseconds.describe('Neither here nor at the server.'),
});

const second = z.strictObject({
  second: count,
  offered: count,
  done: count,
  failed: count,
  backlog: count.describe('Intended and not yet ended, at the end of the second.'),
  p50: milliseconds.exactOptional(),
  p95: milliseconds.exactOptional(),
  p99: milliseconds.exactOptional(),
  max: milliseconds.exactOptional(),
});

const end = milliseconds.nullable();
const ruled = z
  .strictObject({
    latency: z.array(
      z.strictObject({
        share,
        ms: end.describe('Null: so many failed that it has none.'),
        bounds: z
          .strictObject({ low: end, high: end })
          .describe('The limits between which a promise of it would be undecided; null: there is none.'),
      }),
    ),
    errors: estimate.describe('Share of requests that were not answered well.'),
    achieved: estimate.exactOptional(),
    good: estimate.exactOptional(),
    backlog: z.enum(['steady', 'growing', 'undecided']).describe('Whether as many requests end as come in.'),
  })
  .describe('What rules of a gate are held against: of all requests, where one that failed takes forever.');

const classReport = z.strictObject({
  name: z.string(),
  background: z.boolean().describe('It is there to disturb, and its promise is not judged.'),
  offered: perSecond,
  achieved: perSecond,
  good: perSecond.describe('Requests a second that were answered well within all promises of latency.'),
  requests: count.describe('Judged requests.'),
  failed: z.array(z.strictObject({ name: z.string(), count, share })).describe('By how they ended.'),
  percentiles: z.array(percentile).describe('Latency from the intended time, of those answered well.'),
  meanMs: milliseconds.exactOptional(),
  maxMs: milliseconds.exactOptional(),
  latencyPromises: z.array(
    z.strictObject({
      share,
      mostMs: milliseconds,
      over: estimate.describe('Of all offered requests, that were not answered well within the time.'),
      verdict: promiseVerdict,
    }),
  ),
  errorPromise: z.strictObject({ most: share, share: estimate, verdict: promiseVerdict }).exactOptional(),
  verdict: promiseVerdict.exactOptional().describe('The worst of its promises.'),
  time: timeSpent.exactOptional().describe('Means over a sample, in milliseconds; of threads, summed over them.'),
  ruled: ruled.exactOptional(),
  curve: z
    .array(z.tuple([share, milliseconds]))
    .describe('The share of all requests below, and milliseconds. It ends before those that failed.'),
  seconds: z.array(second),
});

export const estimateSchema: z.ZodType<Estimate> = estimate;
export const promiseVerdictSchema: z.ZodType<PromiseVerdict> = promiseVerdict;
export const latencyPercentileSchema: z.ZodType<LatencyPercentile> = percentile;
export const classReportSchema: z.ZodType<ClassReport> = classReport;

// This line fails to compile when the schema and the type drift apart, in either direction.
true satisfies Same<ClassReport, z.infer<typeof classReport>>;
