// Writes the published JSON schemas, of files that hogbench writes and of those that people write: `npx tsx scripts/schemas.ts`.
import { writeFileSync } from 'node:fs';
import { allowJsonSchema, configJsonSchema } from '../src/schema/config/editorSchemas.ts';
import { reportJsonSchema } from '../src/schema/report/reportSchema.ts';
import { runFileJsonSchema } from '../src/schema/run/recordSchema.ts';

for (const [name, schema] of [
  ['run-file', runFileJsonSchema()],
  ['report', reportJsonSchema()],
  ['config', configJsonSchema()],
  ['allow', allowJsonSchema()],
] as const)
  writeFileSync(new URL(`../docs/${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
