import type { ArmName } from '../../model/arm.ts';
import type { ServerFacts } from '../../model/serverFacts.ts';
import type { Values } from '../statistics/averages.ts';
import type { CaseSamples } from '../timing/pairing.ts';
import { type ArmFacts, armFacts, valuesOf } from './armValues.ts';
import { columnNamed, countedNames, type EventColumns, eventColumns } from './eventColumns.ts';
import { isEvent } from './metricCatalog.ts';

/** All that the executions of a case counted, turned so that it can be read metric by metric. */
export interface CaseTable {
  readonly facts: Readonly<Record<ArmName, readonly ServerFacts[]>>;
  readonly columns: Readonly<Record<ArmName, EventColumns>>;
  /** Of each pair, both stages together, the places of its halves in the columns. */
  readonly pairs: readonly Readonly<Record<ArmName, number>>[];
}

export function caseTable(samples: CaseSamples): CaseTable {
  return tableOf(armFacts(samples), samples);
}

/** As `caseTable`, of these executions alone. */
export function tableOf(facts: ArmFacts, samples: CaseSamples): CaseTable {
  const columns = { baseline: eventColumns(facts.baseline), candidate: eventColumns(facts.candidate) };
  const places = new Map<ServerFacts, number>();
  for (const own of [facts.baseline, facts.candidate]) for (const [place, one] of own.entries()) places.set(one, place);
  const pairs: Readonly<Record<ArmName, number>>[] = [];
  for (const attempts of [samples.screening, samples.confirmation])
    for (const { pair } of attempts) {
      const baseline = pair === null ? undefined : places.get(pair.baseline);
      const candidate = pair === null ? undefined : places.get(pair.candidate);
      if (baseline !== undefined && candidate !== undefined) pairs.push({ baseline, candidate });
    }
  return { facts, columns, pairs };
}

/** Names of all events that an execution of either arm counted, in alphabetical order. */
export function eventNames({ columns }: CaseTable): readonly string[] {
  return [...new Set([...countedNames(columns.baseline), ...countedNames(columns.candidate)])].sort();
}

/** Values of a metric in all executions of an arm that have it. ClickHouse leaves events that are 0 out; it may log none. */
export function columnOf({ facts, columns }: CaseTable, arm: ArmName, metric: string): Values {
  if (!isEvent(metric)) return valuesOf(facts[arm], metric);
  return (
    columnNamed(columns[arm], metric) ?? new Float64Array(columns[arm].counted.includes(1) ? facts[arm].length : 0)
  );
}
