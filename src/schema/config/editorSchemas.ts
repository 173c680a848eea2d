import { z } from 'zod';
import { configSchema } from './configSchema.ts';
import { allowSchema } from './gateConfigSchema.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON schema (draft 2020-12) of hogbench.config.yaml, for editors. Keys that it does not name are refused, as hogbench refuses them. */
export function configJsonSchema(): JsonSchema {
  return editorSchema(configSchema, 'hogbench.config.yaml', 'urn:hogbench:config');
}

/** The same of a file of allowances. YAML of an editor may take a day or a number for what hogbench reads as text. */
export function allowJsonSchema(): JsonSchema {
  return editorSchema(allowSchema, 'hogbench.allow.yaml', 'urn:hogbench:allow');
}

/** Of what people write: what has a default may be left out. */
function editorSchema(schema: z.ZodType, title: string, id: string): JsonSchema {
  const made = z.toJSONSchema(schema.meta({ title }), { io: 'input', unrepresentable: 'any' });
  const { '~standard': _validator, $schema, ...plain } = made;
  return { $schema, $id: id, ...plain };
}
