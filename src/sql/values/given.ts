import type { ParamValue } from '../../model/workload.ts';

/** A number of which a double would keep other digits: its decimal text. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A literal that is passed on as it stands, since only the server can read it. */
export class Verbatim {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A parameter's value as it was written, in YAML or in ClickHouse's own text. Maps keep the order of their keys. */
export type Given = string | number | boolean | null | Digits | Verbatim | readonly Given[] | ReadonlyMap<Given, Given>;

/** What a value ought to be where it is not: "a whole number from 0 to 255". */
export class Misfit extends Error {
  constructor(instead: string) {
    super(instead);
    this.name = 'Misfit';
  }
}

export function isList(value: Given): value is readonly Given[] {
  return Array.isArray(value);
}

export function isMap(value: Given): value is ReadonlyMap<Given, Given> {
  return value instanceof Map;
}

/** A value for a message: JSON, near enough. */
export function givenText(value: Given): string {
  if (value instanceof Digits || value instanceof Verbatim) return value.text;
  if (isList(value)) return `[${value.map(givenText).join(',')}]`;
  if (isMap(value)) return `{${[...value].map(([key, one]) => `${givenText(key)}:${givenText(one)}`).join(',')}}`;
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** A value without maps and digits of its own, as cases keep it; undefined when it holds a map. */
export function plainGiven(value: Given): ParamValue | undefined {
  if (value instanceof Digits || value instanceof Verbatim) return value.text;
  if (isMap(value)) return undefined;
  if (typeof value === 'number' && !Number.isFinite(value)) return floatWord(value);
  if (!isList(value)) return value;
  const items = value.map(plainGiven);
  return items.some((item) => item === undefined) ? undefined : (items as ParamValue[]);
}

function floatWord(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}
