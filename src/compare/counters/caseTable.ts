import type { ArmName } from '../../model/arm.ts';
import type { ServerFacts } from '../../model/serverFacts.ts';
import type { CaseSamples } from '../timing/pairing.ts';
import { type ArmFacts, armFacts, valuesOf } from './armValues.ts';
import { isEvent } from './metricCatalog.ts';

type Columns = ReadonlyMap<string, readonly number[]>;

/** All that the executions of a case counted, turned so that it can be read metric by metric. */
export interface CaseTable {
  readonly facts: Readonly<Record<ArmName, readonly ServerFacts[]>>;
  readonly columns: Readonly<Record<ArmName, Columns>>;
  /** Of each pair, both stages together, the places of its halves in the columns. */
  readonly pairs: readonly Readonly<Record<ArmName, number>>[];
}

export function caseTable(samples: CaseSamples): CaseTable {
  return tableOf(armFacts(samples), samples);
}

/** As `caseTable`, of these executions alone. */
export function tableOf(facts: ArmFacts, samples: CaseSamples): CaseTable {
  const columns = { baseline: eventColumns(facts.baseline), candidate: eventColumns(facts.candidate) };
  const places = new Map(
    [...facts.baseline.entries(), ...facts.candidate.entries()].map(([place, one]) => [one, place]),
  );
  const pairs = [...samples.screening, ...samples.confirmation].flatMap(({ pair }) => {
    const baseline = pair === null ? undefined : places.get(pair.baseline);
    const candidate = pair === null ? undefined : places.get(pair.candidate);
    return baseline === undefined || candidate === undefined ? [] : [{ baseline, candidate }];
  });
  return { facts, columns, pairs };
}

/** Names of all events that an execution of either arm counted, in alphabetical order. */
export function eventNames({ columns }: CaseTable): readonly string[] {
  return [...new Set([...columns.baseline.keys(), ...columns.candidate.keys()])].sort();
}

/** Values of a metric in all executions of an arm that have it. ClickHouse leaves events that are 0 out; it may log none. */
export function columnOf({ facts, columns }: CaseTable, arm: ArmName, metric: string): readonly number[] {
  if (!isEvent(metric)) return valuesOf(facts[arm], metric);
  return columns[arm].get(metric) ?? (columns[arm].size === 0 ? [] : facts[arm].map(() => 0));
}

/** Goes through each execution once, in the order its events lie in: asking for each by its name is far slower. */
function eventColumns(facts: readonly ServerFacts[]): Columns {
  const columns = new Map<string, number[]>();
  const open = (name: string): number[] => {
    const column = columns.get(name) ?? new Array<number>(facts.length).fill(0);
    columns.set(name, column);
    return column;
  };
  let names: readonly string[] = [];
  let columnOfName: (number[] | undefined)[] = [];
  for (const [place, { events }] of facts.entries()) {
    if (events.names !== names) {
      names = events.names;
      columnOfName = names.map((name) => columns.get(name));
    }
    for (let index = 0; index < names.length; index++) {
      const value = events.values[index] as number;
      if (Number.isNaN(value)) continue;
      const column = columnOfName[index] ?? open(names[index] as string);
      columnOfName[index] = column;
      column[place] = value;
    }
  }
  return columns;
}
