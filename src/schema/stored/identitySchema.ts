import { z } from 'zod';
import type { RunIdentity, StoredMachine } from '../../model/storedRun.ts';
import type { Same } from '../same.ts';

const count = z.int().min(0);
const text = z.string().max(1000);
const hash = z.string().regex(/^[\da-f]{8,64}$/);

/** Ids and names become names of files and stand in keys. */
export const runIdPattern: RegExp = /^\w[\w.-]{0,79}$/;
export const baselinePattern: RegExp = /^[A-Za-z\d][\w./@+-]{0,99}$/;
export const commitPattern: RegExp = /^(?:[\da-f]{40}|[\da-f]{64})$/;

const machine = z.strictObject({
  kind: z.enum(['embedded', 'remote']),
  cpu: text.nullable(),
  cores: z.number().min(0).nullable(),
  memoryBytes: z.number().min(0).nullable(),
  hosts: count,
});

const identity = z.strictObject({
  runId: z.string().regex(runIdPattern),
  kind: z.enum(['oneArm', 'comparison']),
  startedAt: z.number().min(0).max(8.64e15),
  pushedAt: z.number().min(0).max(8.64e15),
  name: z.string().regex(baselinePattern).exactOptional(),
  part: z
    .string()
    .regex(/^\d{1,5}\/\d{1,5}$/)
    .exactOptional(),
  commit: z.string().regex(commitPattern).exactOptional(),
  branch: text.exactOptional(),
  uncommitted: z.boolean().exactOptional(),
  workload: text,
  workloadHash: hash,
  serverVersion: text,
  serverBuild: text,
  datasetHash: hash,
  settingsHash: hash,
  machine,
  hogbenchVersion: text,
  runFileVersion: count,
  status: z.enum(['complete', 'interrupted', 'incomplete']),
  sha256: z.string().regex(/^[\da-f]{64}$/),
  bytes: count,
  cases: count,
});

/** What a store may hold of a run; whoever wrote it. */
export const identitySchema: z.ZodType<RunIdentity> = identity;

true satisfies Same<StoredMachine, z.infer<typeof machine>>;
true satisfies Same<RunIdentity, z.infer<typeof identity>>;
