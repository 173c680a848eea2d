import type { Services } from '../app/services.ts';
import { formatFlags } from '../report/formats.ts';
import { shellNames, storeActions } from './completion/completedWords.ts';
import type { ExitCode } from './exitCode.ts';
import type { Flags } from './flags/optionSource.ts';
import type { Io } from './io.ts';

/** What a command is called with. */
export interface Call {
  readonly args: readonly (string | undefined)[];
  readonly flags: Flags;
  /** The whole command line. */
  readonly argv: readonly string[];
  readonly io: Io;
  readonly services: Services;
}

/** What help shows of a command, and where its work is. */
export interface CommandRow {
  readonly does: string;
  /** `<file>` or `[workload]`, and what it is. */
  readonly args?: readonly (readonly [spelled: string, help: string])[];
  readonly flags: readonly string[];
  /** Below the flags: examples. */
  readonly after: string;
  /** Loads the work and does it: nothing of it is loaded before. */
  readonly run: (call: Call) => Promise<ExitCode>;
}

/** Flags of every command that measures. */
const measuring = [
  'filter',
  'budget',
  'seed',
  'concurrency',
  'timeout',
  'dry-run',
  'counters-only',
  'shard',
  'shard-of',
  'costs',
  'resume',
  'out',
  'setup',
  'allow-sources',
  'quiet',
  'json',
  'style',
] as const;

/** Flags by which a comparison is made and judged. */
const verdict = ['min-pairs', 'max-pairs', 'self-check', 'margin', 'fail-on', 'strict', 'min-decided'] as const;

/** Flags by which a run becomes a baseline. */
const saving = ['save-baseline', 'store', 'commit', 'branch'] as const;

/** Flags of a gate that has a stored baseline. */
const againstStored = ['baseline', 'store', 'commit', 'on-mismatch', 'sessions', 'rounds', 'set'] as const;

/** Reports as files. */
const reporting: readonly string[] = [...formatFlags, 'force', 'report-url', 'job-output', 'verbose'];

/** Flags by which arms are chosen and measured live. */
const arms = [
  'query',
  'over',
  'base',
  'generate',
  'target',
  'baseline-target',
  'candidate-target',
  'baseline-workload',
  'candidate-workload',
  'baseline-set',
  'arm',
  'arm-set',
  'arm-workload',
  'arm-price',
  'candidate-set',
  'baseline-price',
  'candidate-price',
  'duet',
  'insert-cost',
  'noise',
  'pilot',
  'all',
  'changed-only',
  'quick',
] as const;

/** Of a part of a run, which whoever merges the parts judges. */
const ofParts: readonly string[] = ['shard', 'shard-of', 'costs'];

/** Flags by which a saved run is judged. */
const judging = ['json', 'style', 'margin', 'fail-on', 'strict', 'min-decided', 'counters-only'] as const;

/** Flags by which a load is offered, to one target or two. */
const loading = [
  ...['query', 'over', 'target', 'set', 'filter', 'arrival', 'users', 'think', 'background', 'slo', 'seed', 'timeout'],
  ...['workers', 'max-in-flight', 'sample', 'warm-up', 'dry-run', 'out', 'setup', 'allow-sources', 'quiet', 'json'],
  ...['style', 'html', 'markdown', 'force', 'verbose', 'config'],
] as const;

/** Flags that say which log of a target is read, and how. */
const ofLog = ['log-table', 'log-file', 'preset', 'log-time-zone', 'since', 'include-hogbench', 'quiet'] as const;

/** Every command, in the order of the help. */
export const commandTable: Readonly<Record<string, CommandRow>> = {
  demo: {
    does: 'One comparison on an embedded ClickHouse: known changes, a verdict table and an HTML report.',
    flags: ['out', 'seed', 'self-check', 'quiet', 'json', 'style', ...reporting],
    after: '\nExample:\n  hogbench demo',
    run: async ({ flags, io, services }) => {
      const { demoCommand } = await import('./commands/demoCommand.ts');
      return demoCommand(flags, io, services);
    },
  },
  ab: {
    does: 'Compare two arms live: paired and interleaved. The arms differ in target, workload or settings.',
    args: [
      [
        '[workload]',
        'folder of .sql files, one .sql file, a shipped workload such as posthog, or - for a query on stdin',
      ],
      ['[candidate]', 'the same, of the candidate; without it, the first is for both arms'],
    ],
    flags: [...arms, ...measuring, ...verdict, ...saving, ...reporting, 'totals-by', 'show-rows', 'config'],
    after: `
Examples:
  hogbench ab old.sql new.sql
  hogbench ab old.sql new.sql --quick
  hogbench ab -q 'SELECT uniq(id) FROM hits' -q 'SELECT uniqExact(id) FROM hits' --over queries
  git show main:query.sql | hogbench ab - query.sql
  hogbench ab queries --base main
  hogbench ab main/queries queries
  hogbench ab main/queries queries --counters-only
  hogbench ab posthog --candidate-set max_threads=2 --filter 'trends_*'
  hogbench ab queries --baseline-target old --candidate-target new --duet
  hogbench ab queries --baseline-target old --candidate-target new --junit junit.xml
  hogbench ab queries --arm old=staging --arm b=embedded:1x2 --arm c=embedded:2x1
  hogbench ab queries --target staging --dry-run --pilot --budget 10m`,
    run: async ({ io, services, ...words }) => {
      const { abCommand } = await import('./commands/abCommand.ts');
      return abCommand(words, io, services);
    },
  },
  certify: {
    does: 'The page for a migration: what is proved of each candidate beside the baseline, and what is missing.',
    args: [['[workload]', 'folder of .sql files, or a shipped workload such as posthog']],
    flags: [
      ...[
        'arm',
        'arm-set',
        'arm-workload',
        'arm-price',
        'min-coverage',
        'capacity',
        'over',
        'filter',
        'budget',
        'seed',
      ],
      ...[
        'timeout',
        'min-pairs',
        'max-pairs',
        'self-check',
        'margin',
        'resume',
        'out',
        'setup',
        'allow-sources',
        'quiet',
      ],
      ...['totals-by', 'json', 'style', 'html', 'markdown', 'force', 'verbose', 'config'],
    ],
    after: `
Exits 0 where every candidate is certified, 1 where one is not, 2 for wrong usage, 5 where a server cannot be reached or a page cannot be written, 130 when interrupted.

Examples:
  hogbench certify queries --arm old=staging --arm new=embedded:1x2
  hogbench certify queries --arm old=staging --arm b=embedded:1x2 --arm-price 'old=12.40 EUR' --arm-price 'b=9.10 EUR'
  hogbench certify queries --arm old=staging --arm new=embedded:1x2 --min-coverage 90% --capacity capacity/run.jsonl.gz`,
    run: async ({ io, services, ...words }) => {
      const { certifyCommand } = await import('./commands/certifyCommand.ts');
      return certifyCommand(words, io, services);
    },
  },
  gate: {
    does: 'Judge a saved run, or two arms live, by the rules and allowances of hogbench.config.yaml, and list what fails.',
    args: [
      ['[workload]', 'a run file, such as hogbench-out/run.jsonl.gz; or what ab takes: it is measured first'],
      ['[candidate]', 'as of ab'],
    ],
    flags: [
      ...arms,
      ...againstStored,
      ...measuring.filter((name) => !ofParts.includes(name)),
      ...verdict,
      ...reporting,
      'totals-by',
      'show-rows',
      'config',
    ],
    after: `
Examples:
  hogbench gate queries --base main --config ../base/hogbench.config.yaml
  hogbench gate hogbench-out/run.jsonl.gz --json
  hogbench gate queries --baseline main`,
    run: async ({ io, services, ...words }) => {
      const { gateCommand } = await import('./commands/gateCommand.ts');
      return gateCommand(
        words,
        { saved: [...judging, ...reporting, 'totals-by', 'config'], stored: againstStored },
        io,
        services,
      );
    },
  },
  allow: {
    does: 'Accept a regression that the last run found: write it into the file of allowances, with a reason and an end.',
    args: [['<case>', "a case, or a pattern of cases: 'funnel_*'"]],
    flags: ['reason', 'until', 'since', 'metric', 'from', 'config'],
    after:
      "\nIt is text in the repository, reviewed like code.\n\nExample:\n  hogbench allow top_skus --reason 'joins the new price table' --until 2027-01-01",
    run: async ({ args, flags, io, services }) => {
      const { allowCommand } = await import('./commands/allowCommand.ts');
      return allowCommand(args[0] ?? '', flags, io, services);
    },
  },
  run: {
    does: 'Measure one arm into a run file, to be compared later.',
    args: [
      [
        '[workload]',
        'folder of .sql files, one .sql file, a shipped workload such as posthog, or - for a query on stdin',
      ],
    ],
    flags: [
      'query',
      'over',
      'target',
      'sessions',
      'rounds',
      'set',
      'price',
      ...measuring,
      ...saving,
      'verbose',
      'config',
    ],
    after:
      '\nExamples:\n  hogbench run queries --target staging --sessions 5 --out baseline\n  hogbench run queries --save-baseline main',
    run: async ({ io, services, ...words }) => {
      const { runCommand } = await import('./commands/runCommand.ts');
      return runCommand(words, io, services);
    },
  },
  load: {
    does: 'Offer a load, at a rate, as recorded or by users, and judge what each class of queries is promised.',
    args: [['[workload]', 'folder of .sql files, one .sql file, or a shipped workload such as posthog']],
    flags: ['rate', 'speed', 'duration', 'matrix', 'shard', 'shard-of', 'start-at', ...loading],
    after: `
Latency counts from the moment at which a request was to be sent, so that waiting is never left out. p95 needs 72 requests at least to be
proved, p99 368: what is undecided needs longer. Exits 0 kept, 1 missed, 3 undecided, 5 not valid or incomplete.

Examples:
  hogbench load posthog --rate 20 --slo p95=500ms
  hogbench load queries --target staging --rate online=50 --background batch --duration 5m
  hogbench load captured --arrival recorded --speed 10
  hogbench load posthog --matrix`,
    run: async ({ io, services, ...words }) => {
      const { loadCommand } = await import('./commands/loadCommand.ts');
      return loadCommand(words, io, services);
    },
  },
  capacity: {
    does: 'Find the highest rate at which every class keeps its promises, of one target or of two.',
    args: [
      ['[workload]', 'folder of .sql files, one .sql file, or a shipped workload such as posthog'],
      ['[candidate]', 'the same, of the candidate; without it, the first is for both arms'],
    ],
    flags: [
      ...['min-rate', 'max-rate', 'max-probes', 'precision', 'probe', 'sustain', 'rate'],
      ...['baseline-target', 'candidate-target', 'baseline-workload', 'candidate-workload'],
      ...['baseline-set', 'candidate-set', 'price', 'baseline-price', 'candidate-price'],
      ...loading,
    ],
    after: `
Takes some minutes. Exits 0 where a rate was found and held, 1 where none keeps every promise, 3 undecided, 5 not valid or incomplete.

Examples:
  hogbench capacity posthog
  hogbench capacity queries --target staging --background batch
  hogbench capacity posthog --baseline-target embedded --candidate-target embedded:2`,
    run: async ({ io, services, ...words }) => {
      const { capacityCommand } = await import('./commands/capacityCommand.ts');
      return capacityCommand(words, io, services);
    },
  },
  compare: {
    does: 'Compare two saved runs of one arm each: results, exact counters, and times, session by session. Times decide when both runs have five sessions or more and were measured in comparable places.',
    args: [
      ['<base>', 'run file of the baseline'],
      ['<candidate>', 'run file of the candidate'],
    ],
    flags: ['json', 'style', 'on-mismatch', 'margin', 'fail-on', 'strict', 'min-decided', ...reporting, 'config'],
    after: '\nExample:\n  hogbench compare main/run.jsonl.gz branch/run.jsonl.gz --html report.html',
    run: async ({ args, flags, io, services }) => {
      const { compareCommand } = await import('./commands/compareCommand.ts');
      return compareCommand(args[0] ?? '', args[1] ?? '', flags, io, services);
    },
  },
  report: {
    does: 'Render a saved run again. Always computed from the raw samples.',
    args: [['<file>', 'a run file, such as hogbench-out/run.jsonl.gz']],
    flags: ['gate', ...judging, ...reporting, 'totals-by', 'config'],
    after:
      '\nExamples:\n  hogbench report hogbench-out/run.jsonl.gz --html report.html --junit junit.xml\n  hogbench report run.jsonl.gz --gate --comment comment.md --config ../base/hogbench.config.yaml',
    run: async ({ args, flags, io, services }) => {
      const { reportCommand } = await import('./commands/reportCommand.ts');
      return reportCommand(args[0] ?? '', flags, io, services);
    },
  },
  merge: {
    does: 'Join the parts that --shard measured on several machines, and judge them as one run.',
    args: [['<part...>', 'run files of the parts, or the folders they were left in']],
    flags: ['out', 'partial', 'fail-on', 'strict', 'min-decided', 'json', 'style', ...reporting, 'totals-by', 'config'],
    after:
      '\nExample:\n  hogbench ab main/queries queries --shard 1/2 --shard-of 4711 --out part-1\n  hogbench ab main/queries queries --shard 2/2 --shard-of 4711 --out part-2\n  hogbench merge part-1 part-2 --out merged --junit junit.xml',
    run: async ({ args, flags, io, services }) => {
      const { mergeCommand } = await import('./commands/mergeCommand.ts');
      return mergeCommand(
        args.filter((one) => one !== undefined),
        flags,
        io,
        services,
      );
    },
  },
  store: {
    does: 'Keep runs: baselines for the gate, and what history is made of. In a folder, or in tables on a server.',
    args: [
      ['<action>', storeActions.join(', ')],
      ['[run]', 'push: a run file; pull: a baseline, or the id of a run'],
    ],
    flags: [
      ...['store', 'name', 'commit', 'branch', 'last', 'out', 'force', 'keep', 'older-than', 'dry-run', 'json'],
      'config',
    ],
    after: `
Examples:
  hogbench store push hogbench-out/run.jsonl.gz --name main
  hogbench store pull main --out baseline.jsonl.gz
  hogbench store list --branch main --last 20
  hogbench store prune --keep 200 --older-than 90d
  hogbench store verify --store target:staging`,
    run: async ({ args, flags, io, services }) => {
      const { storeCommand } = await import('./commands/storeCommand.ts');
      return storeCommand(args, flags, io, services);
    },
  },
  comment: {
    does: 'Post the verdict of a saved run on its pull request on GitHub: one comment, edited in place; a new one only when it got worse.',
    args: [['<file>', 'a run file, such as hogbench-out/run.jsonl.gz']],
    flags: [
      ...['pr', 'repo', 'key', 'commit', 'full', 'gate'],
      ...['margin', 'fail-on', 'strict', 'min-decided', 'counters-only', 'report-url', 'config'],
    ],
    after:
      '\nNeeds gh, the command line of GitHub, with a login that may comment.\n\nExample:\n  hogbench comment hogbench-out/run.jsonl.gz --pr 12 --repo owner/name',
    run: async ({ args, flags, io, services }) => {
      const { commentCommand } = await import('./commands/commentCommand.ts');
      return commentCommand(args[0] ?? '', flags, io, services);
    },
  },
  capture: {
    does: "A workload made of production's own queries: the costliest shapes of a query_log, without private text.",
    flags: [
      'target',
      ...ofLog,
      'by',
      'config',
      'cover',
      'top',
      'strata',
      'strata-values',
      'database',
      'timing',
      'out',
      'force',
      'keep-literals',
    ],
    after: '\nExample:\n  hogbench capture --target production --since 7d --cover 90% --strata team_id --out captured',
    run: async ({ flags, io, services }) => {
      const { captureCommand } = await import('./commands/captureCommand.ts');
      return captureCommand(flags, io, services);
    },
  },
  history: {
    does: 'What stored runs say over time: since when a query is slower, by how much, and in which commits that began.',
    flags: [
      ...['store', 'case', 'metric', 'branch', 'last', 'across', 'reset'],
      ...['html', 'json', 'force', 'verbose', 'config'],
    ],
    after: `
Examples:
  hogbench history
  hogbench history --case 'trends_*' --metric read_rows
  hogbench history --branch main --last 500 --html history.html`,
    run: async ({ flags, io, services }) => {
      const { historyCommand } = await import('./commands/historyCommand.ts');
      return historyCommand(flags, io, services);
    },
  },
  top: {
    does: 'What costs most in a query_log, and whose it is.',
    flags: [
      'target',
      ...ofLog,
      'by',
      'config',
      'group-by',
      'against',
      'top',
      'coverage',
      'require',
      'owner',
      'html',
      'json',
      'force',
      'verbose',
    ],
    after:
      '\nExample:\n  hogbench top --target production --since 7d --group-by product,team_id\n  hogbench top --target production --since 1d --against 7d',
    run: async ({ flags, io, services }) => {
      const { topCommand } = await import('./commands/topCommand.ts');
      return topCommand(flags, io, services);
    },
  },
  lint: {
    does: 'Check a workload: annotations, SQL, settings, and what would make its results change.',
    args: [['[workload]', 'folder of .sql files, one .sql file, or a shipped workload (default: this folder)']],
    flags: [
      'target',
      'filter',
      'offline',
      'format',
      'coverage',
      'require',
      'owner',
      'min-coverage',
      ...ofLog,
      'config',
    ],
    after:
      '\nExits 1 when there is an error; warnings and notes pass.\n\nExamples:\n  hogbench lint queries --target staging --format github\n  hogbench lint --coverage --target production --since 7d --min-coverage 95%',
    run: async ({ args, flags, io, services }) => {
      const { lintCommand } = await import('./commands/lintCommand.ts');
      return lintCommand(args[0], flags, io, services);
    },
  },
  doctor: {
    does: 'Can this target be measured? Grants, logs, caches, clock and noise, of each replica.',
    flags: ['config', 'target', 'json'],
    after: '\nExample:\n  hogbench doctor --target staging',
    run: async ({ flags, io, services }) => {
      const { doctorCommand } = await import('./commands/doctorCommand.ts');
      return doctorCommand(flags, io, services);
    },
  },
  local: {
    does: 'An embedded ClickHouse, or a small cluster of them, in the foreground until Ctrl-C.',
    flags: ['nodes', 'port', 'tcp-port', 'user', 'data', 'workload', 'allow-sources', 'clean'],
    after:
      '\nExamples:\n  hogbench local --nodes 2 --workload posthog\n  hogbench local --port 8123 --tcp-port 9000 --user dev --workload queries\n\nWith --user, the password is that of HOGBENCH_LOCAL_PASSWORD.',
    run: async ({ flags, io, services }) => {
      const { localCommand } = await import('./commands/localCommand.ts');
      return localCommand(flags, io, services);
    },
  },
  init: {
    does: 'A workload to begin with: a folder, a dataset, a first query, and a file for the CI of the repository.',
    args: [['[folder]', 'a folder that is new or empty (default: queries)']],
    flags: ['ci'],
    after: '\nNothing that exists is touched.\n\nExamples:\n  hogbench init\n  hogbench init queries --ci gitlab',
    run: async ({ args, flags, io }) => {
      const { initCommand } = await import('./commands/initCommand.ts');
      return initCommand(args[0], flags, io);
    },
  },
  completion: {
    does: 'A script that has bash, zsh or fish complete commands, flags and files.',
    args: [['<shell>', shellNames.join(', ')]],
    flags: [],
    after: '\nExample:\n  hogbench completion bash > ~/.local/share/bash-completion/completions/hogbench',
    run: async ({ args, io }) => {
      const { completionCommand } = await import('./commands/completionCommand.ts');
      return completionCommand(args[0] ?? '', commandTable, io);
    },
  },
};
