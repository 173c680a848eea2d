import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { certificateJsonSchema } from '../../../src/schema/certificate/certificateSchema.ts';
import { runFileJsonSchema } from '../../../src/schema/load/runFileSchema.ts';
import { reportJsonSchema } from '../../../src/schema/report/reportSchema.ts';

it.each([
  ['run-file', runFileJsonSchema],
  ['report', reportJsonSchema],
  ['certificate', certificateJsonSchema],
])('the published JSON schema %s is the one the check is made of', async (name, made) => {
  const published = await readFile(new URL(`../../../docs/${name}.schema.json`, import.meta.url), 'utf8');
  // On a difference: npx tsx scripts/schemas.ts
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(made())));
});
