import { z } from 'zod';
import { recordSchema } from '../run/recordSchema.ts';
import { schemaVersion } from '../run/runFileVersion.ts';
import { loadRecordSchema } from './loadRecordSchema.ts';

/** The JSON schema (draft 2020-12) of one line of a run file, of a comparison or of a load. */
export function runFileJsonSchema(): Readonly<Record<string, unknown>> {
  const line = z.union([
    recordSchema.meta({ title: 'of a comparison, or of a run of one arm' }),
    loadRecordSchema.meta({ title: 'of a load' }),
  ]);
  const schema = z.toJSONSchema(line.meta({ title: `hogbench run file, one line, schema version ${schemaVersion}` }));
  const { '~standard': _validator, ...plain } = schema;
  return plain;
}
