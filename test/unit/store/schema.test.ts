import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runFileJsonSchema } from '../../../src/store/recordSchema.ts';

it('the published JSON schema is the one the check is made of', async () => {
  const published = await readFile(new URL('../../../docs/run-file.schema.json', import.meta.url), 'utf8');
  // On a difference: npx tsx scripts/run-file-schema.ts
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(runFileJsonSchema())));
});
