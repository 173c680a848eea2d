import type { Notice } from '../../model/notice.ts';
import { limitsText } from '../../text/limitsText.ts';
import { formatCount, formatRow, unknown } from '../../text/quantity.ts';
import type {
  EnvironmentCheck,
  EnvironmentDifference,
  Processor,
  TableDifference,
} from '../environment/environments.ts';

const countersIdle = 'Counters are shown and decide nothing, since the tables alone can move them.';
const decideAnyway = 'Time and counters decide anyway, by policy; the tables alone can move them.';

/** What differs between the arms besides the arms themselves: cautions, for each can be the whole change. */
export function environmentNotices({ differences, tablesDecide }: EnvironmentCheck): readonly Notice[] {
  const onTables = tablesDecide ? decideAnyway : countersIdle;
  return differences.map((one) => ({ code: codes[one.kind], level: 'caution', text: differenceText(one, onTables) }));
}

const codes: Readonly<Record<EnvironmentDifference['kind'], string>> = {
  version: 'server-version-differs',
  host: 'host-differs',
  hosts: 'cluster-differs',
  cores: 'cores-differ',
  client: 'client-differs',
  processor: 'processor-differs',
  concurrency: 'concurrency-differs',
  memory: 'memory-differs',
  limits: 'limits-differ',
  settings: 'settings-differ',
  data: 'dataset-differs',
  layout: 'part-layout-differs',
};

function differenceText(one: EnvironmentDifference, onTables: string): string {
  switch (one.kind) {
    case 'version':
      return pair('Server versions', one.values.baseline, one.values.candidate);
    case 'host':
      return pair('Server hosts', one.values.baseline, one.values.candidate);
    case 'hosts':
      return `The number of server hosts differs: ${one.values.baseline} and ${one.values.candidate}.`;
    case 'cores':
      return pair('Server cores', one.values.baseline, one.values.candidate);
    case 'client':
      return pair('Client processors', processorText(one.values.baseline), processorText(one.values.candidate));
    case 'processor':
      return pair('Processors', processorText(one.values.baseline), processorText(one.values.candidate));
    case 'concurrency':
      return pair('Pairs in flight', one.values.baseline, one.values.candidate);
    case 'memory': {
      const [before, after] = formatRow([one.values.baseline, one.values.candidate], 'bytes', true);
      return pair('Memory sizes of the servers', before ?? unknown, after ?? unknown);
    }
    case 'limits':
      return pair('Limits of a server', limitsText(one.values.baseline), limitsText(one.values.candidate));
    case 'settings':
      return settingsText(one);
    case 'data':
      return `The data differ: ${tablesText(one.tables)}. ${onTables}`;
    case 'layout':
      return `Part layouts differ: ${tablesText(one.tables)}. ${onTables}`;
  }
}

function pair(what: string, baseline: string | number | null, candidate: string | number | null): string {
  return `${what} differ: ${baseline} and ${candidate}.`;
}

function processorText({ model, cores }: Processor): string {
  return `${model}, ${cores} cores`;
}

const mostNamed = 5;

function settingsText({ changed }: Extract<EnvironmentDifference, { kind: 'settings' }>): string {
  const shown = changed
    .slice(0, mostNamed)
    .map(
      ({ name, values: { baseline, candidate } }) =>
        `${name} ${baseline ?? '(default)'} and ${candidate ?? '(default)'}`,
    );
  return `Server settings differ: ${shown.join(', ')}${moreThan(changed.length)}.`;
}

function tablesText(tables: readonly TableDifference[]): string {
  return `${tables.slice(0, mostNamed).map(tableText).join('; ')}${moreThan(tables.length)}`;
}

function tableText(one: TableDifference): string {
  const { table } = one;
  if (one.kind === 'engine') return `${table} is ${one.values.baseline} and ${one.values.candidate}`;
  const { baseline, candidate } = one.values;
  if (one.kind === 'parts') return `${table} has ${baseline} and ${candidate} parts`;
  return `${table} has ${formatCount(baseline)} and ${formatCount(candidate)} rows`;
}

function moreThan(count: number): string {
  return count > mostNamed ? ` and ${count - mostNamed} more` : '';
}
