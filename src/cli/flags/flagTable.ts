import { type FormatName, formatFlags, formats } from '../../report/formats.ts';
import { ciKinds } from '../../starter/ciFiles.ts';
import { type FlagRow, jobOutputs } from './flagRow.ts';
import { loadFlagRows } from './loadFlagRows.ts';

/** A report as a file: of verdicts, or of traffic. */
function formatRow(name: FormatName): FlagRow {
  const ofTop =
    name === 'html'
      ? { helpIn: { top: 'write it as HTML too, with a query of each shape', history: 'write it as HTML too' } }
      : {};
  return { argument: '<file>', help: formats[name].about, ...ofTop };
}

/** `text, json or sarif` */
function oneOf(choices: readonly string[]): string {
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

const styles = ['auto', 'plain', 'color'];
const lintFormats = ['text', 'json', 'sarif', 'github'];
const costs = ['cpu', 'read_bytes', 'duration', 'memory', 'count', 'failures', 'cost'];
const ciNames = [...ciKinds, 'none'];

/** Every flag of every command. */
export const flagTable: Readonly<Record<string, FlagRow>> = {
  query: {
    argument: '<sql>',
    short: 'q',
    repeated: true,
    help: 'a query; twice, that of the baseline and then that of the candidate',
    helpIn: { run: 'the query to measure', load: 'the query to send', capacity: 'the query to send' },
  },
  over: {
    argument: '<workload>',
    help: 'workload that lends its dataset, database and settings to single files and -q',
    default: 'the workload.yaml beside the file',
  },
  base: {
    argument: '<revision>',
    help: 'compare the working tree with the commit where it branched off this revision, such as main',
  },
  generate: {
    argument: '<command>',
    help: 'with --base: writes the files of the workload, run in the base and then in the working tree',
  },
  target: {
    argument: '<target>',
    help: 'embedded, a configured name, or a URL',
    default: 'embedded',
    helpIn: {
      ab: 'where both arms run: embedded, a configured name, or a URL (default: embedded)',
      capture: 'a configured name, or a URL: its system.query_log is read, on all replicas of its cluster',
      top: 'a configured name, or a URL: its system.query_log is read, on all replicas of its cluster',
      lint: 'who parses the SQL: embedded, a configured name, or a URL (default: embedded)',
    },
    configurable: true,
    decides: true,
  },
  'baseline-target': { argument: '<target>', help: 'where the baseline runs', configurable: true, decides: true },
  'candidate-target': { argument: '<target>', help: 'where the candidate runs', configurable: true, decides: true },
  'min-pairs': {
    argument: '<n>',
    help: 'pairs per case before its first look',
    default: '5; 2 with --counters-only',
    reads: 'count',
    configurable: true,
    decides: true,
  },
  'max-pairs': {
    argument: '<n>',
    help: 'pairs per case after which screening gives up; without it, quick queries go on for 2 s',
    default: '20; 5 with --counters-only',
    reads: 'count',
    configurable: true,
    decides: true,
  },
  budget: {
    argument: '<time>',
    help: 'stop measuring after this time, such as 10m',
    reads: 'duration',
    configurable: true,
    decides: true,
  },
  margin: {
    argument: '<share>',
    help: 'a change smaller than this is no change',
    default: '5%',
    reads: 'share',
    helpIn: {
      compare: "a change smaller than this is no change (default: that of the baseline's run)",
      report: 'with --gate: a change smaller than this is no change (default: 5%)',
    },
    configurable: true,
    decides: true,
  },
  seed: {
    argument: '<n>',
    help: 'seed of the order',
    default: 'drawn, and printed',
    reads: 'number',
    helpIn: { demo: 'seed of the order' },
    configurable: true,
    found: 'always',
  },
  sessions: {
    argument: '<n>',
    help: 'fresh sessions; a later comparison judges time by 5 or more of them',
    default: '5',
    reads: 'count',
    configurable: true,
    decides: true,
  },
  since: {
    argument: '<time>',
    help: "how far back, by the server's clock: 12h, 7d, 2w",
    default: '7d; all of a file',
    reads: 'lookBack',
    argumentIn: { allow: '<commit>' },
    helpIn: { allow: 'the allowance ends once the baseline contains this commit' },
    configurable: true,
    found: 'always',
  },
  against: {
    argument: '<time|file>',
    help: 'what is new, grown, shrunk or gone: against so long a time before --since (7d), or another exported log',
  },
  until: { argument: '<day>', help: 'the last day that the allowance holds, in UTC: 2027-01-01' },
  reason: { argument: '<text>', help: 'why it is worth its cost; for those who review it' },
  from: { argument: '<file>', help: 'the run that found it', default: 'hogbench-out/run.jsonl.gz' },
  by: {
    argument: '<metric>',
    choices: costs,
    help: oneOf(costs),
    default: 'cost',
    configurable: true,
    found: 'always',
  },
  cover: {
    argument: '<share>',
    help: 'take shapes until they cover this share of the total',
    default: '95%',
    reads: 'coverage',
    configurable: true,
  },
  strata: {
    argument: '<tags>',
    help: 'represent values of these tags too, with commas: team_id,query_type',
    configurable: true,
  },
  'group-by': {
    argument: '<tags>',
    help: 'rows by tags, with commas: product,team_id',
    default: 'by shape of query',
    configurable: true,
    found: 'always',
  },
  'log-table': {
    argument: '<table>',
    help: 'an archive of the log on that target: database.table',
    configurable: true,
  },
  preset: {
    argument: '<name>',
    help: "the columns and tags of a kind of log that is known: posthog; none takes the config's away",
  },
  concurrency: {
    argument: '<n>',
    help: 'pairs in flight; 1 disturbs least',
    default: '1; 4 with --counters-only',
    reads: 'atOnce',
    configurable: true,
    decides: true,
  },
  timeout: {
    argument: '<time>',
    help: 'kill a query after this time',
    default: '60s',
    reads: 'duration',
    configurable: true,
    decides: true,
  },
  out: {
    argument: '<folder>',
    help: 'where results go',
    default: 'hogbench-out',
    argumentIn: { store: '<file>' },
    helpIn: { store: 'pull: the file that it is written to', capture: 'where the workload goes (default: captured)' },
    configurable: true,
  },
  setup: {
    help: "run the workload's own schema and data scripts on a target with allow_setup: true",
    configurable: true,
    decides: true,
    found: 'never',
  },
  'insert-cost': {
    help: 'also measure what it costs to insert the same rows, where tables are not made alike in the arms',
    configurable: true,
    decides: true,
    found: 'never',
  },
  'allow-sources': {
    argument: '<names>',
    help: 'what a workload may read on the embedded server besides its tables: url,file',
    reads: 'sources',
    helpIn: { local: 'what the workload may read besides its tables while it is built: url,file' },
    configurable: true,
    decides: true,
    found: 'never',
  },
  quiet: { help: 'no progress on stderr', configurable: true, found: 'always' },
  verbose: {
    help: 'print every case, totals by tag, percentiles, and all evidence of a finding',
    helpIn: {
      run: 'print percentiles of server time, too',
      top: 'print one query of each shape, without private text',
    },
    configurable: true,
    found: 'always',
  },
  style: {
    argument: '<style>',
    choices: styles,
    help: oneOf(styles),
    default: 'auto',
    configurable: true,
    found: 'always',
  },
  'fail-on': {
    argument: '<verdicts>',
    help: 'verdicts that fail, with commas',
    default: 'regressed,failed,result-changed',
    reads: 'verdicts',
    helpIn: { report: 'with --gate: verdicts that fail (default: regressed,failed,result-changed)' },
    configurable: true,
    decides: true,
    found: 'never',
  },
  strict: {
    help: 'exit 3 when a case stays inconclusive or unconfirmed',
    helpIn: { report: 'with --gate: exit 3 when a case stays inconclusive or unconfirmed' },
    configurable: true,
    decides: true,
  },
  'min-decided': {
    argument: '<share>',
    help: 'exit 3 when fewer of the cases are decided, such as 80%',
    helpIn: { report: 'with --gate: exit 3 when fewer of the cases are decided, such as 80%' },
    reads: 'coverage',
    configurable: true,
    decides: true,
  },
  rounds: {
    argument: '<n>',
    help: 'executions of each case per session',
    default: '3',
    reads: 'count',
    configurable: true,
    decides: true,
  },
  'self-check': {
    help: 'do not also run some cases as baseline against baseline',
    negated: true,
    configurable: true,
    decides: true,
  },
  'counters-only': {
    help: 'judge only exact counters and results, in a few executions; time is not judged',
    helpIn: { report: 'with --gate: the run may have judged only exact counters and results' },
    configurable: true,
    decides: true,
  },
  quick: { help: 'stop at exact counters and results, and judge no time: short for --counters-only' },
  'totals-by': {
    argument: '<tag...>',
    help: 'tags to show totals by',
    helpIn: { certify: 'tags whose classes of cases are judged, each by itself' },
    default: 'those of product, query_type, team_id that tell cases apart',
    configurable: true,
    found: 'always',
  },
  duet: {
    help: 'run both halves of a pair at the same time; for arms on two machines',
    configurable: true,
    decides: true,
  },
  'show-rows': {
    argument: '<how>',
    help: 'rows in which results differ: values, masked (pseudonyms for text) or off',
    default: 'values on the embedded server, unless in CI; else masked',
    reads: 'rowDisplay',
    configurable: true,
    decides: true,
  },
  'baseline-workload': { argument: '<path>', help: 'queries of the baseline' },
  'candidate-workload': { argument: '<path>', help: 'queries of the candidate' },
  arm: {
    argument: '<name=target>',
    repeated: true,
    help: 'an arm and where it runs, the baseline first; or the name of one of arms: in the config. Up to eight',
  },
  'arm-set': { argument: '<name.setting=value>', repeated: true, help: 'a setting of an arm that --arm names' },
  'arm-price': {
    argument: '<name=price>',
    repeated: true,
    help: 'what an arm that --arm names costs an hour: new="12.40 EUR"',
  },
  'arm-workload': { argument: '<name=path>', repeated: true, help: 'queries of an arm that --arm names' },
  'baseline-set': { argument: '<name=value...>', help: 'settings of the baseline' },
  'candidate-set': { argument: '<name=value...>', help: 'settings of the candidate' },
  'baseline-price': { argument: '<price>', help: "what the baseline's target costs an hour: '12.40 EUR'" },
  'candidate-price': { argument: '<price>', help: "what the candidate's target costs an hour" },
  price: { argument: '<price>', help: "what the target costs an hour: '12.40 EUR'" },
  noise: {
    argument: '<file>',
    help: 'with --dry-run: the run whose noise says what a budget can see',
    default: 'in --out',
  },
  pilot: { help: 'with --dry-run: execute each case a few times on the baseline to learn its noise' },
  all: {
    help: 'also measure cases that are the same in both arms; without it, they are left out where both run on one server',
  },
  'changed-only': { help: 'leave out what the arms send alike, or say why it cannot be left out', decides: true },
  filter: {
    argument: '<pattern...>',
    help: 'cases to measure: a name with * and ?, or a tag such as product=web_analytics',
    helpIn: {
      lint: 'cases to check: a name with * and ?, or a tag such as product=web_analytics',
      certify: 'cases to measure; where it leaves any out, nothing is certified',
    },
    decides: true,
  },
  'dry-run': {
    help: 'print what would be measured, and measure nothing',
    helpIn: { store: 'prune: print what would be removed, and remove nothing' },
  },
  resume: { argument: '<file>', help: 'continue an interrupted run, by its own plan' },
  config: {
    argument: '<file>',
    help: 'the config to trust, or none',
    default: 'HOGBENCH_CONFIG, else a hogbench.config.yaml found in this folder',
  },
  shard: {
    argument: '<i/n>',
    help: 'measure part i of n of the cases, for hogbench merge; /n takes i from JOB_COMPLETION_INDEX',
  },
  'shard-of': {
    argument: '<name>',
    help: 'with --shard: a name that the parts of one run have in common',
    default: 'the run of the CI',
  },
  costs: {
    argument: '<file>',
    help: 'with --shard: a run file that says how long cases take, the same for every part',
    default: 'cases count alike',
  },
  partial: { help: 'join the parts that are there; such a run passes no gate' },
  set: { argument: '<name=value...>', help: 'settings sent with every query' },
  'on-mismatch': {
    argument: '<policy>',
    help: 'refuse or warn, for all or by kind: version=warn,settings=…,hardware=…,dataset=…',
    default: 'refuse',
    reads: 'policy',
    decides: true,
  },
  ...loadFlagRows,
  ...Object.fromEntries(formatFlags.map((name) => [name, formatRow(name)])),
  'report-url': {
    argument: '<url>',
    help: 'where people find this report or its job: the Markdown forms link it',
    reads: 'webAddress',
  },
  'job-output': {
    argument: '<when>',
    choices: jobOutputs,
    help: 'in GitHub Actions, annotate the changed lines and add to the summary of the job: auto (what was measured here), on or off',
    default: 'auto',
    reads: 'jobOutput',
    configurable: true,
    found: 'always',
  },
  json: {
    help: 'print one JSON document on stdout',
    helpIn: {
      compare: 'write JSON to a file, or print it on stdout',
      report: 'write JSON to a file, or print it on stdout',
      doctor: 'print JSON',
    },
    argumentIn: { compare: '[file]', report: '[file]' },
  },
  timing: {
    help: 'keep when each execution was sent, for a load at recorded times',
  },
  force: {
    help: 'replace files that exist',
    helpIn: {
      store: 'pull: replace a file that exists',
      capture: 'replace an earlier capture',
      top: 'replace a file that exists',
    },
  },
  gate: { help: 'exit by the verdicts, as ab does; without it, exit 0' },
  pr: { argument: '<number>', help: 'the pull request', default: 'that of the workflow' },
  repo: { argument: '<owner/name>', help: 'the repository', default: 'that of the workflow' },
  key: {
    argument: '<name>',
    help: 'tells comments apart where one job writes several: each has its own',
  },
  full: { help: 'post the whole Markdown report, with SQL and messages; for authors you trust' },
  'log-file': {
    argument: '<path>',
    help: 'an exported log: .parquet, .jsonl, .json, .csv, .tsv, .native, a glob of them, or the folder of an Iceberg table',
  },
  'log-time-zone': {
    argument: '<zone>',
    help: 'the zone of times that an exported log or an archive writes without one',
    default: 'UTC',
  },
  'include-hogbench': { help: "count hogbench's own executions, too" },
  top: { argument: '<n>', help: 'take this many shapes instead', helpIn: { top: 'rows to show (default: 20)' } },
  'strata-values': {
    argument: '<n>',
    help: 'values of a tag to represent, from the costliest to the smallest',
    default: '20',
    reads: 'count',
  },
  database: { argument: '<name>', help: 'take the queries of this database', default: 'the one that cost most' },
  'keep-literals': { help: 'keep every string literal as it is in the log, private ones too' },
  coverage: {
    help: 'how much carries the required tags, by owner',
    helpIn: { lint: 'how much of a log carries the required tags, by owner; without a workload, only this' },
  },
  require: {
    argument: '<tags>',
    help: 'tags that every query should carry',
    default: 'product,query_type',
    helpIn: { lint: 'tags that every query in the log should carry (default: product,query_type)' },
  },
  owner: { argument: '<tag>', help: 'the tag that names an owner', default: 'product' },
  offline: { help: 'do not ask a server' },
  format: { argument: '<format>', choices: lintFormats, help: oneOf(lintFormats), default: 'text' },
  'min-coverage': {
    argument: '<share>',
    reads: 'coverage',
    help: 'an error when less of the executions or of their cost is tagged: 95%',
    helpIn: { certify: 'certify nothing where the workload stands for less of production: 90%' },
  },
  capacity: {
    argument: '<file>',
    repeated: true,
    help: 'run file of hogbench capacity for the baseline and a candidate: certify only what holds as much',
  },
  nodes: {
    argument: '<n>',
    help: 'servers, each a shard of the cluster "hogbench"; 2x3 are shards by replicas',
    default: '1',
  },
  port: {
    argument: '<n>',
    help: 'port of the HTTP interface; each further node has the next',
    default: 'one that is free',
  },
  'tcp-port': {
    argument: '<n>',
    help: 'port of the native protocol, for clickhouse-client; each further node has the next',
    default: 'closed to clients; one that is free with --nodes 2 and more',
  },
  user: {
    argument: '<name>',
    help: 'who may do everything there, with the password in HOGBENCH_LOCAL_PASSWORD',
    default: 'hogbench, with a new password at every start',
  },
  data: { argument: '<folder>', help: 'keep the data here', default: 'a folder of its own in the cache' },
  workload: { argument: '<path>', help: "build this workload's dataset in it first" },
  ci: {
    argument: '<kind>',
    choices: ciNames,
    help: `write the file for ${oneOf(ciNames)}`,
    default: 'the one that the repository has files of',
  },
  store: {
    argument: '<store>',
    help: 'where runs are kept: a folder, or target:NAME for tables on a server',
    default: 'store of the config, else .hogbench/store',
  },
  'save-baseline': {
    argument: '<name>',
    help: 'keep the run as a baseline of this name when it is complete',
    helpIn: { ab: 'keep the candidate as a baseline of this name when the run is complete' },
  },
  baseline: {
    argument: '<name>',
    help: 'judge one arm against the stored baseline of this name, of the commit that the change began from or one before it',
  },
  name: {
    argument: '<name>',
    help: 'push: the baseline that it is to be; list: only those of this baseline',
  },
  commit: {
    argument: '<commit>',
    help: 'the commit that was measured, in full, where git does not tell it',
    helpIn: {
      store: 'push: the commit that was measured, in full, where the run does not say it',
      comment: 'refuse a run whose candidate is not this commit',
    },
  },
  branch: {
    argument: '<branch>',
    help: 'the branch that was measured',
    helpIn: {
      store: 'push: the branch that was measured; list: only runs of this branch',
      history: "runs of this branch, or '*' for all (default: main or master, where there are several)",
    },
  },
  last: {
    argument: '<n>',
    help: 'only so many of the newest runs',
    helpIn: { history: 'of so many of the newest runs (default: 200)' },
    reads: 'count',
  },
  case: {
    argument: '<name>',
    repeated: true,
    help: 'a case by its name or id, with * and ?; may be given more than once',
  },
  metric: {
    argument: '<metric>',
    help: 'what is looked at: cpu_time, read_rows, read_bytes, memory, server_time.p95',
    default: 'server_time',
    helpIn: { allow: 'allow this metric alone: server_time, memory, read_bytes (default: each that was found worse)' },
  },
  across: {
    argument: '<parts>',
    help: 'compare runs that differ in these: machine, server, dataset, settings',
  },
  reset: {
    argument: '<at[=reason]>',
    repeated: true,
    help: 'a run, a commit or a day at which levels begin anew; may be given more than once',
  },
  keep: {
    argument: '<n>',
    help: 'prune: keep so many of the newest runs of each workload and baseline',
    reads: 'count',
  },
  'older-than': { argument: '<time>', help: 'prune: remove only what is older, such as 90d', reads: 'lookBack' },
  clean: { help: 'start nothing: remove the cached datasets that no server is running on' },
};

/** The row of a flag; undefined for a name that is none. */
export function flagRow(name: string): FlagRow | undefined {
  return Object.hasOwn(flagTable, name) ? flagTable[name] : undefined;
}

/** Every default that a config may set. */
export const configurable: readonly string[] = Object.keys(flagTable).filter((name) => flagRow(name)?.configurable);

/** A flag as a command writes it in its help: `--margin <share>`, and what it says of it. */
export function flagHelp(
  name: string,
  command: string,
): { readonly spelled: string; readonly text: string; readonly repeated: boolean } {
  const row = flagRow(name);
  if (row === undefined) throw new Error(`there is no flag ${name}`);
  const argument = row.argumentIn?.[command] ?? row.argument;
  const own = row.helpIn?.[command];
  return {
    spelled: `${row.short === undefined ? '' : `-${row.short}, `}--${row.negated ? 'no-' : ''}${name}${argument === undefined ? '' : ` ${argument}`}`,
    repeated: row.repeated === true,
    text: own ?? (row.default === undefined ? row.help : `${row.help} (default: ${row.default})`),
  };
}
