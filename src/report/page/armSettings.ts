import type { ArmText } from '../../model/comparison.ts';
import type { Params } from '../../model/workload.ts';
import { absent, formatCount } from '../../text/quantity.ts';
import type { ArmsRow } from '../words/armsView.ts';

/** A list of thousands of ids is no value to read; the run file has it. */
const longestValue = 300;

function valueText(value: Params[string]): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (text.length <= longestValue) return text;
  return `${text.slice(0, longestValue)}… (${formatCount(text.length)} characters)`;
}

/** What each arm sends beside the SQL: parameters as `param_name`, then settings, those of both arms in one row. */
export function settingsRows(arms: readonly ArmText[]): readonly ArmsRow[] {
  const all = arms.map(({ params, settings }) => [
    ...Object.entries(params).map(([name, value]) => [`param_${name}`, value] as const),
    ...Object.entries(settings),
  ]);
  const byName = all.map((entries) => new Map<string, Params[string]>(entries));
  const names = [...new Set(all.flatMap((entries) => entries.map(([name]) => name)))];
  return names.map((label) => {
    const values = byName.map((own) => own.get(label));
    return {
      label,
      values: values.map((value) => (value === undefined ? absent : valueText(value))),
      differs: new Set(values.map((value) => JSON.stringify(value))).size > 1,
    };
  });
}
