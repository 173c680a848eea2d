import type { ArmCase, RunArm } from '../model/arm.ts';
import { formatPlace } from '../model/errors.ts';
import type { StatementFault } from '../model/serverAnswers.ts';
import type { Case, PlacedSetting } from '../model/workload.ts';
import { significant } from '../sql/significant.ts';
import { tokenize } from '../sql/sqlLexer.ts';
import { selectScopes } from '../workloads/lint/selectScopes.ts';
import { placeWithin } from '../workloads/lint/statementView.ts';
import type { ArmSpec } from './services.ts';

/** Where the author can mend what a server refuses: in a file, on the command line, or at the target. */
export function faultPlace(
  spec: ArmSpec<RunArm>,
  sent: ArmCase<RunArm>,
  fault: StatementFault,
  isOnlyArm: boolean,
): string {
  const written = spec.workload.cases.find(({ id }) => id === sent.caseId);
  if (written === undefined) return sent.place;
  if (fault.setting !== undefined) return settingPlace(spec, written, fault.setting, isOnlyArm);
  const { offset, name } = fault;
  const at =
    (offset === undefined ? undefined : offsetInOther(sent.sql, written.sql, offset)) ??
    (name === undefined ? undefined : offsetOfName(written.sql, name));
  return formatPlace(placeWithin(written, at ?? 0));
}

/** Of a flag, the statement, `workload.yaml` and the target, the one that wins. */
function settingPlace(
  { arm, settings, workload, target }: ArmSpec<RunArm>,
  one: Case,
  setting: string,
  isOnlyArm: boolean,
): string {
  if (Object.hasOwn(settings, setting)) return isOnlyArm ? '--set' : `--${arm}-set`;
  if (!Object.hasOwn(one.settings, setting)) return `target ${target.name}`;
  const value = one.settings[setting];
  const isIt = (other: PlacedSetting): boolean => other.name === setting && other.value === value;
  const placed = one.settingPlaces?.find(isIt) ?? workload.lint?.settings.findLast(isIt);
  return formatPlace(placed?.place ?? one.place);
}

/**
 * Where a name stands in a statement: `o.total` where its parts follow each other, else its last part alone. Undefined where
 * neither does, and where several SELECTs have it, of which it may be right in one. What strings and comments say is no name.
 */
export function offsetOfName(sql: string, name: string): number | undefined {
  const read = significant(sql, tokenize(sql));
  const parts = name.split('.');
  const placesOf = (wanted: readonly string[]): readonly number[] =>
    [...read.tokens.keys()].filter(
      (from) =>
        !read.isWord(from - 1, 'AS') &&
        wanted.every((part, index) => {
          const follows = index === 0 || read.textAt(from + 2 * index - 1) === '.';
          return follows && read.nameAt(from + 2 * index) === part;
        }),
    );
  const whole = placesOf(parts);
  const places = whole.length > 0 ? whole : placesOf(parts.slice(-1));
  const [first] = places;
  if (first === undefined) return undefined;
  const scopes = selectScopes(read);
  const scopeOf = (at: number): number =>
    scopes.findIndex(({ clauses }) => clauses.some(({ words }) => words.includes(at)));
  return new Set(places.map(scopeOf)).size === 1 ? read.tokens[first]?.start : undefined;
}

/** The same place in a text that differs by a stretch in the middle, such as a pinned clock; undefined within that stretch. */
export function offsetInOther(text: string, other: string, offset: number): number | undefined {
  let alike = 0;
  while (alike < text.length && text[alike] === other[alike]) alike++;
  if (offset <= alike) return offset;
  let fromEnd = 0;
  while (fromEnd < text.length - alike && text.at(-1 - fromEnd) === other.at(-1 - fromEnd)) fromEnd++;
  return offset >= text.length - fromEnd ? offset + other.length - text.length : undefined;
}
