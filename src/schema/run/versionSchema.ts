import { z } from 'zod';
import type { RunArm } from '../../model/arm.ts';
import { mostSettingsRead, type VersionReading } from '../../model/versionReading.ts';
import type { Same } from '../same.ts';
import { runArmSchema } from './armSchema.ts';

const count = z.int().min(0);
const scope = z.enum(['query', 'table']);

const settings = z
  .array(z.strictObject({ scope, name: z.string(), value: z.string().nullable() }))
  .max(mostSettingsRead);

const changes = z.array(
  z.strictObject({
    scope,
    name: z.string(),
    version: z.string().describe('Of the release that changed the default.'),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
  }),
);

const reading = z.strictObject({
  arms: z.array(
    z.strictObject({
      arm: runArmSchema,
      compatibility: z.string().exactOptional().describe('The release that the server behaves like.'),
      settings: settings
        .exactOptional()
        .describe('In effect, and not the same in all arms; absent where the server does not tell.'),
      refused: z
        .array(z.strictObject({ caseId: z.string(), message: z.string() }))
        .describe('What the server said at the start it would not run.'),
    }),
  ),
  changes: changes.describe('What the newest server tells of those settings.'),
  more: count.exactOptional().describe('Settings that differ, too, and are not recorded.'),
});

export const versionReadingSchema: z.ZodType<VersionReading<RunArm>> = reading;

// This line fails to compile when the schema and its type drift apart, in either direction.
true satisfies Same<VersionReading<RunArm>, z.infer<typeof reading>>;
