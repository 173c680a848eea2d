// Writes the published JSON schemas of the run file and of the JSON report: `npx tsx scripts/schemas.ts`.
import { writeFileSync } from 'node:fs';
import { reportJsonSchema } from '../src/schema/report/reportSchema.ts';
import { runFileJsonSchema } from '../src/schema/run/recordSchema.ts';

for (const [name, schema] of [
  ['run-file', runFileJsonSchema()],
  ['report', reportJsonSchema()],
] as const)
  writeFileSync(new URL(`../docs/${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
