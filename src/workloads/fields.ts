import { z } from 'zod';
import type { EpochSeconds, Milliseconds } from '../model/units.ts';
import type { ResultsChoice, Settings } from '../model/workload.ts';
import { givenObjection, insteadOfReserved } from '../sql/requestParameters.ts';
import { readDuration } from '../text/duration.ts';
import { momentExample, readMoment } from './moment.ts';

/** Letters, digits and `_ . : / -`: nothing that a filter, a case id or a shell would read as syntax. */
const namePattern: RegExp = /^[\p{L}\p{N}_.:/-]{1,200}$/u;

/** Fields that annotations and the manifest share. */
export const textField: z.ZodString = z.string({ error: 'must be text' }).max(10_000, { error: 'is too long' });

export const nameField: z.ZodString = z
  .string({ error: 'must be text' })
  .regex(namePattern, { error: 'must be made of letters, digits and _ . : / -' });

/** ClickHouse settings; true and false become 1 and 0, as the server writes them. Names that a request keeps for itself are refused. */
export const settingsField: z.ZodType<Settings> = z
  .record(
    z.string().regex(/^[A-Za-z_]\w*$/, { error: 'must be the name of a setting' }),
    z
      .union([z.string(), z.number(), z.boolean()], { error: 'must be a number, text, true or false' })
      .transform((value) => (typeof value === 'boolean' ? Number(value) : value)),
    {
      error: (issue) => (issue.code === 'invalid_key' ? 'must be the name of a setting' : 'must be a map of settings'),
    },
  )
  .superRefine((settings, context) => {
    for (const [name, value] of Object.entries(settings)) {
      const objection = givenObjection(name, value);
      if (objection === undefined) continue;
      const message = `${objection}; ${insteadOfReserved(name)}`;
      context.addIssue({ code: 'custom', message, path: [name] });
    }
  });

/** `30s` as milliseconds. */
export const timeoutField: z.ZodType<Milliseconds> = z
  .string({ error: 'must be a time with its unit' })
  .transform((text, context) => {
    const ms = readDuration(text);
    if (ms !== undefined) return ms;
    context.addIssue({ code: 'custom', message: 'must be a time with its unit: ms, s, m or h' });
    return z.NEVER;
  });

/** Whether the results of both arms have to agree. */
export const resultsField: z.ZodType<ResultsChoice> = z.enum(['compare', 'ignore'], {
  error: 'must be compare or ignore',
});

/** `2026-01-31 12:00:00` with an optional zone, as seconds since 1970. */
export const momentField: z.ZodType<EpochSeconds> = z
  .string({ error: `must be a time like ${momentExample}` })
  .transform((text, context) => {
    const moment = readMoment(text);
    if (moment !== undefined) return moment;
    const message = `must be a time like ${momentExample} or ${momentExample} Europe/Madrid, from 1970 to 2106`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
