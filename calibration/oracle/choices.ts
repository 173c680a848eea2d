import * as fc from 'fast-check';

/** Everything that is drawn for one pair of statements; what it comes to is decided by `statementOf` and `rewritings`. */
export interface Choices {
  readonly source: number;
  readonly shape: number;
  readonly kind: number;
  readonly columns: readonly number[];
  readonly groupKeys: readonly number[];
  readonly modifier: number;
  readonly having: number;
  readonly aliases: number;
  readonly order: number;
  readonly keys: readonly KeyChoice[];
  readonly limit: number;
  readonly format: number;
  readonly settings: readonly SettingChoice[];
  readonly between: number;
  readonly end: number;
  readonly isChanged: boolean;
  readonly rewriting: number;
  readonly detail: number;
}

export interface KeyChoice {
  readonly column: number;
  readonly form: number;
  readonly direction: number;
}

export interface SettingChoice {
  readonly which: number;
  readonly where: number;
}

const most = 9999;
// The bias of fast-check towards small numbers would make most statements alike.
const choice: fc.Arbitrary<number> = fc.noBias(fc.integer({ min: 0, max: most }));

function some<T>(one: fc.Arbitrary<T>, minLength: number, maxLength: number): fc.Arbitrary<readonly T[]> {
  return fc.noBias(fc.array(one, { minLength, maxLength, size: 'max' }));
}

export const choices: fc.Arbitrary<Choices> = fc.record({
  source: choice,
  shape: choice,
  kind: choice,
  columns: some(choice, 1, 4),
  groupKeys: some(choice, 0, 2),
  modifier: choice,
  having: choice,
  aliases: choice,
  order: choice,
  keys: some(fc.record({ column: choice, form: choice, direction: choice }), 1, 2),
  limit: choice,
  format: choice,
  settings: some(fc.record({ which: choice, where: choice }), 0, 3),
  between: choice,
  end: choice,
  isChanged: fc.noBias(fc.boolean()),
  rewriting: choice,
  detail: choice,
});

/** The member of a list that a choice stands for. */
export function pick<T>(list: readonly [T, ...T[]], chosen: number): T {
  return list[chosen % list.length] ?? list[0];
}
