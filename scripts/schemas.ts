// Writes the published JSON schemas, of files that hogbench writes and of those that people write: `npx tsx scripts/schemas.ts`.
import { writeFileSync } from 'node:fs';
import { certificateJsonSchema } from '../src/schema/certificate/certificateSchema.ts';
import { allowJsonSchema, configJsonSchema } from '../src/schema/config/editorSchemas.ts';
import { runFileJsonSchema } from '../src/schema/load/runFileSchema.ts';
import { loadReportJsonSchema } from '../src/schema/loadReport/loadReportSchema.ts';
import { reportJsonSchema } from '../src/schema/report/reportSchema.ts';

for (const [name, schema] of [
  ['run-file', runFileJsonSchema()],
  ['report', reportJsonSchema()],
  ['load-report', loadReportJsonSchema()],
  ['certificate', certificateJsonSchema()],
  ['config', configJsonSchema()],
  ['allow', allowJsonSchema()],
] as const)
  writeFileSync(new URL(`../docs/${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
