import type { ServerFacts } from '../../model/serverFacts.ts';

/** What executions counted, event by event: the counts of an event lie side by side, in the order of the executions. */
export interface EventColumns {
  readonly executions: number;
  /** Events that an execution may have counted. */
  readonly names: readonly string[];
  /** Whether at least one did, in the order of the names. */
  readonly counted: Uint8Array;
  /** Column after column, in the order of the names; 0 where an execution did not count it. */
  readonly cells: Float64Array;
}

/** Goes through each execution once, in the order its events lie in: asking for each by its name is far slower. */
export function eventColumns(facts: readonly ServerFacts[]): EventColumns {
  const executions = facts.length;
  const lists = listsOf(facts);
  const names = lists.length === 1 ? (lists[0] as readonly string[]) : [...new Set(lists.flat())];
  const counted = new Uint8Array(names.length);
  const cells = new Float64Array(names.length * executions);
  const columnsOfList = new Map(lists.map((list) => [list, list.map((name) => placeIn(names, name))]));
  let list: readonly string[] = [];
  let columns: readonly number[] = [];
  for (let execution = 0; execution < executions; execution++) {
    const { events } = facts[execution] as ServerFacts;
    if (events.names !== list) {
      list = events.names;
      columns = columnsOfList.get(list) ?? [];
    }
    const { values } = events;
    for (let i = 0; i < columns.length; i++) {
      const value = values[i] as number;
      if (Number.isNaN(value)) continue;
      const column = columns[i] as number;
      counted[column] = 1;
      cells[column * executions + execution] = value;
    }
  }
  return { executions, names, counted, cells };
}

/** The counts of an event in all executions; undefined when none of them counted it. */
export function columnNamed(columns: EventColumns, name: string): Float64Array | undefined {
  const column = placeIn(columns.names, name);
  if (column === -1 || columns.counted[column] === 0) return undefined;
  return columns.cells.subarray(column * columns.executions, (column + 1) * columns.executions);
}

/** The names of all events that an execution counted. */
export function countedNames({ names, counted }: EventColumns): readonly string[] {
  return names.filter((_, column) => counted[column] === 1);
}

function listsOf(facts: readonly ServerFacts[]): readonly (readonly string[])[] {
  const lists = new Set<readonly string[]>();
  for (const { events } of facts) lists.add(events.names);
  return [...lists];
}

/** Cases share lists of names. */
const places = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function placeIn(names: readonly string[], name: string): number {
  let known = places.get(names);
  if (known === undefined) {
    known = new Map(names.map((one, place) => [one, place]));
    places.set(names, known);
  }
  return known.get(name) ?? -1;
}
