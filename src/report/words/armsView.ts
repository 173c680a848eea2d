import type { ArmDescription } from '../../model/arm.ts';
import type { Environment, TableFingerprint } from '../../model/environment.ts';
import { limitsText } from '../../text/limitsText.ts';
import { absent, formatCount, formatValue, plural, unknown } from '../../text/quantity.ts';
import { revisionName } from '../../text/revisionName.ts';

/** One line of the table that says on what was measured: a value for each arm. */
export interface ArmsRow {
  readonly label: string;
  readonly values: readonly string[];
  readonly differs: boolean;
}

export interface ArmsView {
  readonly names: readonly string[];
  /** What a reader wants to know at once, and everything that differs. */
  readonly rows: readonly ArmsRow[];
  /** The rest, the same in all arms. */
  readonly same: readonly ArmsRow[];
  /** What differs between the arms, in words; empty when nothing does. */
  readonly differences: string;
}

function uptime(seconds: number | null): string {
  if (seconds === null) return unknown;
  const hours = seconds / 3600;
  return hours >= 48
    ? `${formatCount(Math.round(hours / 24))} days`
    : `${formatCount(Math.round(hours * 10) / 10)} hours`;
}

function datasetText({ dataset }: Environment): string {
  const total = (size: (table: TableFingerprint) => number): number =>
    dataset.reduce((sum, table) => sum + size(table), 0);
  const rows = formatCount(total((table) => table.rows));
  const bytes = formatValue(
    total((table) => table.bytes),
    'bytes',
  );
  return dataset.length === 0 ? absent : `${plural(dataset.length, 'table')}, ${rows} rows, ${bytes}`;
}

type Fact = readonly [label: string, text: (environment: Environment) => string];

const mainFacts: readonly Fact[] = [
  ['Target', (env) => env.target],
  ['ClickHouse', (env) => env.serverVersion],
  ['Server', machineText],
  ['Dataset', datasetText],
];

const otherFacts: readonly Fact[] = [
  ['Build', (env) => env.serverBuild],
  ['Hosts', (env) => formatCount(env.serverHosts)],
  [
    'Client',
    (env) => `${env.clientPlatform}, ${env.clientCpu}, ${formatCount(env.clientCores)} cores, Node ${env.clientNode}`,
  ],
  ['hogbench', (env) => env.hogbenchVersion],
];

const engineFact: Fact = ['Engine', (env) => env.engine ?? 'as installed'];
const limitsFact: Fact = ['Limits of a server', (env) => limitsText(env.limits ?? {})];

const replicasFact: Fact = ['Replicas', (env) => env.replicas?.map((one) => one.host).join(', ') ?? absent];

function row(label: string, values: readonly string[]): ArmsRow {
  return { label, values, differs: new Set(values).size > 1 };
}

/** One row for each name that any arm has; an arm without it shows as absent. */
function rowsByName(records: readonly ReadonlyMap<string, string>[]): readonly ArmsRow[] {
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))].toSorted();
  return names.map((name) =>
    row(
      name,
      records.map((record) => record.get(name) ?? absent),
    ),
  );
}

function settingTexts({ changedSettings }: Environment): ReadonlyMap<string, string> {
  return new Map(Object.entries(changedSettings).map(([name, value]) => [`setting ${name}`, value]));
}

function tableTexts({ dataset }: Environment): ReadonlyMap<string, string> {
  return new Map(
    dataset.map((table) => [
      `table ${table.database}.${table.table}`,
      `${formatCount(table.rows)} rows, ${formatValue(table.bytes, 'bytes')}, ${formatCount(table.parts)} parts, ${table.engine}`,
    ]),
  );
}

function differencesOf(rows: readonly ArmsRow[]): string {
  const labels = rows.filter((item) => item.differs).map((item) => item.label);
  const shown = labels.slice(0, 8).join(', ');
  return labels.length > 8 ? `${shown} and ${labels.length - 8} more` : shown;
}

/** The arms side by side. Workload and uptime may differ without being called a difference. */
export function armsView(arms: readonly ArmDescription[]): ArmsView {
  const environments = arms.map((arm) => arm.environment);
  const rowsOf = (facts: readonly Fact[]): readonly ArmsRow[] =>
    facts.map(([label, text]) => row(label, environments.map(text)));
  const plain = (label: string, values: readonly string[]): ArmsRow => ({ label, values, differs: false });
  const main = [
    ...rowsOf(mainFacts),
    ...rowsOf(environments.some((env) => env.engine !== undefined) ? [engineFact] : []),
    ...rowsOf(environments.some((env) => env.limits !== undefined) ? [limitsFact] : []),
  ];
  const others = [
    ...rowsOf(environments.some((env) => env.replicas !== undefined) ? [replicasFact] : []),
    ...rowsOf(otherFacts),
    ...rowsByName(environments.map((env) => settingTexts(env))),
    ...rowsByName(environments.map(tableTexts)),
  ];
  return {
    names: arms.map((arm) => arm.arm),
    rows: [
      plain(
        'Workload',
        arms.map((arm) => arm.workload),
      ),
      ...revisionRows(arms),
      ...main,
      ...others.filter((item) => item.differs),
    ],
    same: [
      ...others.filter((item) => !item.differs),
      plain(
        'Server uptime',
        environments.map((env) => uptime(env.serverUptimeSeconds)),
      ),
    ],
    differences: differencesOf([...main, ...others]),
  };
}

function revisionRows(arms: readonly ArmDescription[]): readonly ArmsRow[] {
  if (arms.every(({ revision }) => revision === undefined)) return [];
  const values = arms.map(({ revision }) => (revision === undefined ? absent : revisionName(revision)));
  return [{ label: 'Revision', values, differs: false }];
}

/** `clickhouse-1, 16 cores, 64.0 GiB`; not every server tells its memory. */
export function machineText({ serverHost, serverCores, serverMemoryBytes }: Environment): string {
  const memory = serverMemoryBytes === null ? [] : [formatValue(serverMemoryBytes, 'bytes')];
  return [serverHost, `${formatCount(serverCores)} cores`, ...memory].join(', ');
}
