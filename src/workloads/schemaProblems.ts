import type { ZodError } from 'zod';
import type { Problem } from '../model/errors.ts';
import type { ReadingRule } from '../model/rules.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import type { PlacedYaml } from './placedYaml.ts';

/**
 * What a schema found wrong, placed. An unknown key is answered with the nearest known one; any
 * other finding with the example of its top-level key. `keysWithin` holds the keys known below a top-level one.
 */
export function schemaProblems(
  error: ZodError,
  placeOf: PlacedYaml['placeOf'],
  examples: Readonly<Record<string, string>>,
  rule: ReadingRule,
  keysWithin: Readonly<Record<string, readonly string[]>> = {},
): readonly Problem[] {
  return error.issues.flatMap((issue): readonly Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        rule,
        place: placeOf([...issue.path, key], 'key'),
        what: `unknown key ${quoted(key)}`,
        fix: suggestion(key, keysWithin[String(issue.path[0])] ?? Object.keys(examples)),
      }));
    }
    const [top] = issue.path;
    const subject = issue.path.length > 0 ? `${quoted(issue.path.map(String).join('.'))} ` : 'the text ';
    const example = top === undefined ? Object.values(examples)[0] : examples[String(top)];
    return [
      {
        rule,
        place: placeOf(issue.path),
        what: `${subject}${issue.message}`,
        fix: `write for instance ${quoted(example ?? '')}`,
      },
    ];
  });
}
