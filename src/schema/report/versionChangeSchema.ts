import { z } from 'zod';
import type { VersionChange } from '../../model/versionChange.ts';
import type { Same } from '../same.ts';

const count = z.int().min(0);

const server = z.strictObject({
  version: z.string(),
  build: z.string(),
  compatibility: z.string().nullable().describe('The release that the server behaves like; null: like itself.'),
});

const value = z.string().nullable().describe('Null in an arm whose server does not know it.');

const setting = z.strictObject({
  scope: z.enum(['query', 'table']),
  name: z.string(),
  values: z.strictObject({ baseline: value, candidate: value }),
  told: z
    .strictObject({ version: z.string(), reason: z.string() })
    .nullable()
    .describe("What the newer server's list of changes tells of it."),
  setBy: count.describe('Cases that say themselves what it is.'),
});

const change = z.strictObject({
  kind: z
    .enum(['versions', 'builds', 'compatibility'])
    .describe('`builds`: both call themselves the same version. `compatibility`: they are the same program.'),
  servers: z.strictObject({ baseline: server, candidate: server }),
  settings: z
    .array(setting)
    .nullable()
    .describe('Whose value in effect differs where no case says anything else; null where a server did not tell.'),
  more: count.describe('Settings that differ, too, and were not recorded.'),
  refused: z
    .array(z.strictObject({ caseId: z.string(), arm: z.enum(['baseline', 'candidate']), message: z.string() }))
    .describe("Statements that one arm's server alone refuses."),
  otherResults: z.array(z.string()).describe('Ids of cases whose results differ.'),
});

export const versionChangeSchema: z.ZodType<VersionChange> = change;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<VersionChange, z.infer<typeof change>>;
