import type { Settings } from '../../model/workload.ts';
import type { Control } from '../http/control.ts';
import { knownOf } from '../target/knownSettings.ts';

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

/** Those that every version knows. Without them a number that is none would look like another. */
const oldest: Settings = {
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 1,
  output_format_json_escape_forward_slashes: 0,
};

/** What a server is sent to have an answer written so. */
export function knownReadingSettings(control: Control): Promise<Settings> {
  return knownOf(control, readingSettings, oldest);
}
