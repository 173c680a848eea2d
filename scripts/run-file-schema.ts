// Writes the published JSON schema of the run file: `npx tsx scripts/run-file-schema.ts`.
import { writeFileSync } from 'node:fs';
import { runFileJsonSchema } from '../src/store/recordSchema.ts';

writeFileSync(
  new URL('../docs/run-file.schema.json', import.meta.url),
  `${JSON.stringify(runFileJsonSchema(), null, 2)}\n`,
);
