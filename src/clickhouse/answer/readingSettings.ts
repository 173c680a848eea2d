import type { Settings } from '../../model/workload.ts';
import { stringList } from '../../sql/literals.ts';
import type { Control } from '../control.ts';
import { isServerError } from '../serverError.ts';

/**
 * How an answer is written when we read it: every number to its last digit, and so that a float can be told from text. They hold
 * whatever a statement, a request or a profile says of JSON, none of which changes a value.
 */
export const readingSettings: Settings = {
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_64bit_floats: 0,
  output_format_json_quote_decimals: 1,
  output_format_json_quote_denormals: 1,
  output_format_json_escape_forward_slashes: 0,
  output_format_json_named_tuples_as_objects: 1,
  output_format_json_skip_null_value_in_named_tuples: 0,
  output_format_json_map_as_array_of_tuples: 0,
  output_format_json_validate_utf8: 0,
  output_format_json_array_of_rows: 0,
  output_format_write_statistics: 0,
  http_write_exception_in_output_format: 0,
};

/** Those of some settings that a server knows: it would refuse an unknown one. None where it may not be asked. */
export async function knownOf(control: Control, settings: Settings): Promise<Settings> {
  try {
    const rows = await control.rows<{ name: string }>(
      `SELECT name FROM system.settings WHERE name IN ${stringList(Object.keys(settings))}`,
    );
    return Object.fromEntries(rows.map(({ name }) => [name, settings[name] ?? 0]));
  } catch (error) {
    // Not every user may look into system.settings.
    if (isServerError(error)) return {};
    throw error;
  }
}
