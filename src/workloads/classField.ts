import { z } from 'zod';
import type { ArrivalKind, LoadClass, Slo } from '../model/loadClass.ts';
import type { Settings, TagValue } from '../model/workload.ts';
import { settingsField, timeoutField } from './fields.ts';
import { readPromises } from './sloText.ts';

const most = { classes: 32, values: 1000, rate: 1_000_000, users: 100_000 } as const;

const arrivals = ['poisson', 'constant', 'recorded', 'closed'] as const satisfies readonly ArrivalKind[];

/** A class as it is written, without its name. */
interface WrittenClass {
  readonly match: Readonly<Record<string, readonly TagValue[]>>;
  readonly slo?: Slo | undefined;
  readonly settings?: Settings | undefined;
  readonly arrival?: ArrivalKind | undefined;
  readonly rate?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly think?: number | undefined;
}

/** Keys of a class, for whoever misspells one. */
export const classKeys: readonly string[] = [
  'match',
  'slo',
  'settings',
  'arrival',
  'rate',
  'concurrency',
  'think',
] as const satisfies readonly (keyof WrittenClass)[];

const valuesError = { error: `must be the value of a tag, or a list of 1 to ${most.values}` };
const tagValue = z.union([z.string(), z.number(), z.boolean()], valuesError);

const matchField: z.ZodType<WrittenClass['match']> = z.record(
  z.string(),
  z
    .union([tagValue, z.array(tagValue).min(1, valuesError).max(most.values, valuesError)], valuesError)
    .transform((value): readonly TagValue[] => (typeof value === 'object' ? value : [value])),
  { error: 'must be a map of tags and their values; {} takes every case' },
);

const sloField: z.ZodType<Slo> = z
  .record(z.string(), z.union([z.string(), z.number()], { error: 'must be a time with its unit, or a share' }), {
    error: 'must be a map of promises',
  })
  .transform((written, context): Slo => {
    const entries = Object.entries(written);
    if (entries.length === 0) context.addIssue({ code: 'custom', message: 'promises nothing' });
    const read = readPromises(entries);
    if (!('faults' in read)) return read;
    for (const { name, message } of read.faults) context.addIssue({ code: 'custom', message, path: [name] });
    return z.NEVER;
  });

const rateError = { error: `must be a number of requests a second above 0, at most ${most.rate}` };
const usersError = { error: `must be a whole number of users from 1 to ${most.users}` };

const classField: z.ZodType<WrittenClass> = z
  .strictObject(
    {
      match: matchField,
      slo: sloField.optional(),
      settings: settingsField.optional(),
      arrival: z.enum(arrivals, { error: `must be one of ${arrivals.join(', ')}` }).optional(),
      rate: z.number(rateError).positive(rateError).max(most.rate, rateError).optional(),
      concurrency: z.int(usersError).min(1, usersError).max(most.users, usersError).optional(),
      think: timeoutField.optional(),
    },
    { error: 'must be a map with match, and slo where something is promised' },
  )
  .superRefine((written, context) => {
    const refuse = (key: keyof WrittenClass, message: string): void =>
      context.addIssue({ code: 'custom', message, path: [key] });
    const { arrival, rate, concurrency, think } = written;
    if (rate !== undefined && arrival === 'closed') refuse('rate', 'is no part of `arrival: closed`: its users decide');
    if (rate !== undefined && arrival === 'recorded')
      refuse('rate', 'is no part of `arrival: recorded`: the log decides');
    if (concurrency !== undefined && arrival !== 'closed') refuse('concurrency', 'needs `arrival: closed`');
    if (think !== undefined && arrival !== 'closed') refuse('think', 'needs `arrival: closed`');
  });

/** A word that rules, flags and files can hold as it is, and no name that every object has. */
const className: z.ZodString = z
  .string()
  .regex(/^\p{L}[\p{L}\p{N}_-]{0,63}$/u)
  .refine((name) => !(name in Object.prototype));

/** The classes of a workload, by name, in their order. */
export const classesField: z.ZodType<readonly LoadClass[]> = z
  .record(className, classField, {
    error: (issue) =>
      issue.code === 'invalid_key'
        ? 'must be a name of letters, digits, _ and -, up to 64, that begins with a letter'
        : 'must be a map of classes',
  })
  .transform((written, context): readonly LoadClass[] => {
    const classes = Object.entries(written).map(([name, one]) => classOf(name, one));
    if (classes.length === 0) context.addIssue({ code: 'custom', message: 'has no class' });
    if (classes.length > most.classes)
      context.addIssue({ code: 'custom', message: `has more than ${most.classes} classes` });
    return classes;
  });

function classOf(
  name: string,
  { match, slo, settings = {}, arrival, rate, concurrency, think }: WrittenClass,
): LoadClass {
  return {
    name,
    match,
    ...(slo && { slo }),
    settings,
    ...(arrival && { arrival }),
    ...(rate !== undefined && { rate }),
    ...(concurrency !== undefined && { users: concurrency }),
    ...(think !== undefined && { thinkMs: think }),
  };
}
