import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HistoryQuestion, readHistory } from '../src/app/readHistory.ts';
import { connect } from '../src/clickhouse/http/client.ts';
import type { Client } from '../src/clickhouse/http/control.ts';
import { startLocalCluster } from '../src/clickhouse/local/startLocalCluster.ts';
import type { RunIdentity, StoredFigure } from '../src/model/storedRun.ts';
import { tablesArchive } from '../src/servers/tables/tablesArchive.ts';
import type { RunArchive } from '../src/store/archive.ts';
import { folderArchive } from '../src/store/folder/folderArchive.ts';

/** Times `list` and `series` of 10,000 stored runs of 1,000 cases: `npm run bench:stores [-- RUNS CASES]`. */
const [runs = 10_000, cases = 1000] = process.argv.slice(2).map(Number);
const metrics = { server_time: 'us', cpu_time: 'us', read_rows: 'rows', read_bytes: 'bytes', memory: 'bytes' } as const;
const names = Array.from({ length: cases }, (_, i) => `case_${String(i).padStart(5, '0')}`);

function figuresOf(run: number): readonly StoredFigure[] {
  return names.flatMap((caseId, at) =>
    Object.entries(metrics).map(([metric, unit]) => ({
      ...{ caseId, name: caseId, metric, unit, executions: 15 },
      value: 1000 + at + ((run * 7919 + at * 104_729) % 101),
    })),
  );
}

/** Far smaller than real ones: neither command reads run files. */
const runFile = Buffer.alloc(4096, 1);

function identityOf(run: number): RunIdentity {
  const id = run.toString(16).padStart(8, '0');
  return {
    ...{ runId: id, kind: 'oneArm', startedAt: Date.UTC(2020, 0, 1) + run * 3_600_000, pushedAt: Date.UTC(2026, 0, 1) },
    ...{ commit: id.padStart(40, '0'), branch: 'main', uncommitted: false, workload: 'queries' },
    ...{ workloadHash: '00000000aa', serverVersion: '26.1', serverBuild: 'b', datasetHash: '00000000bb' },
    settingsHash: '00000000cc',
    machine: { kind: 'embedded', cpu: 'a processor', cores: 2, memoryBytes: 8e9, hosts: 1 },
    ...{ hogbenchVersion: '0.1.0', runFileVersion: 9, status: 'complete' },
    ...{ sha256: createHash('sha256').update(runFile).digest('hex'), bytes: runFile.length, cases },
  };
}

async function timed<T>(what: string, work: () => Promise<T>, tell: (found: T) => string): Promise<void> {
  const start = performance.now();
  const found = await work();
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  console.log(`${what.padEnd(52)} ${seconds.padStart(7)} s  ${tell(found)}`);
}

async function questions(open: () => RunArchive | Promise<RunArchive>): Promise<void> {
  const fresh = async <T>(what: string, ask: (store: RunArchive) => Promise<T>, tell: (found: T) => string) => {
    const store = await open();
    await timed(what, () => ask(store), tell);
    await store.close();
  };
  const points = ({ series, totals }: Awaited<ReturnType<RunArchive['series']>>): string =>
    `${series.reduce((sum, one) => sum + one.points.length, 0)} points, ${totals.length} totals`;
  await fresh(
    'list',
    (store) => store.list(),
    (found) => `${found.length} runs`,
  );
  await fresh(
    'list --last 20',
    (store) => store.list({ last: 20 }),
    (found) => `${found.length} runs`,
  );
  await fresh(
    'series of one case, all runs',
    (store) => store.series({ metric: 'server_time', cases: [names[0] ?? ''], last: runs }),
    points,
  );
  await fresh(
    'series of the total, all runs',
    (store) => store.series({ metric: 'server_time', cases: [], last: runs }),
    points,
  );
  await fresh(
    'series of all cases, last 200 runs',
    (store) => store.series({ metric: 'server_time', last: 200 }),
    points,
  );
  const told = ({ runs: seen, searched, changes }: Awaited<ReturnType<typeof readHistory>>): string =>
    `${seen.length} runs, ${searched.enough} series, ${changes.length} changes`;
  const asked: HistoryQuestion = { metric: 'server_time', last: 200, across: [], resets: [] };
  await fresh('history, all cases, last 200 runs', (store) => readHistory(store, asked), told);
  await fresh(
    'history of one case, all runs',
    (store) => readHistory(store, { ...asked, cases: [names[0] ?? ''], last: runs }),
    told,
  );
}

/** As pushes write them, but made by the server: 10,000 pushes one after the other would take hours. */
async function fill(client: Client, store: RunArchive): Promise<void> {
  const first = identityOf(0);
  await store.push({ identity: first, runFile }, figuresOf(0));
  const start = (run: string): string => `toDateTime64(${first.startedAt / 1000} + ${run} * 3600, 3, 'UTC')`;
  for (const [metric, unit] of Object.entries(metrics))
    for (let from = 1; from < runs; from += 1000)
      await client.command(
        `INSERT INTO hogbench.figures (push, started_at, metric, case_id, name, unit, value, executions) SELECT run, ${start('run')}, '${metric}', concat('case_', leftPad(toString(at), 5, '0')),
           concat('case_', leftPad(toString(at), 5, '0')), '${unit}', 1000 + at + (run * 7919 + at * 104729) % 101, 15
         FROM (SELECT intDiv(number, ${cases}) + ${from} AS run, number % ${cases} AS at FROM numbers(${cases * Math.min(1000, runs - from)}))`,
        { timeoutMs: 600_000 },
      );
  await client.command(
    `INSERT INTO hogbench.runs SELECT r.* REPLACE (n.number + 1 AS push, concat('run-', toString(n.number)) AS key,
       leftPad(lower(hex(n.number + 1)), 16, '0') AS run_id, ${start('(n.number + 1)')} AS started_at)
     FROM hogbench.runs AS r CROSS JOIN numbers(${runs - 1}) AS n`,
    { timeoutMs: 600_000 },
  );
}

async function inTables(): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), 'hogbench-bench-'));
  const cluster = await startLocalCluster({ nodes: 1, dataDir: place });
  const { user, password, nodes } = cluster;
  const client = connect({ url: nodes[0]?.url ?? '', user, password });
  const open = (): RunArchive =>
    tablesArchive(client, { database: 'hogbench', shown: 'embedded', madeBy: '0.1.0' }, async () => undefined);
  try {
    await timed(
      'tables: filled by the server',
      () => fill(client, open()),
      () => '',
    );
    await questions(open);
    const more = { identity: { ...identityOf(runs), runId: 'another' }, runFile };
    await timed(
      'one more push',
      () => open().push(more, figuresOf(runs)),
      (how) => how,
    );
  } finally {
    await client.close();
    await cluster.stop();
    await rm(place, { recursive: true, force: true });
  }
}

const folder = await mkdtemp(join(tmpdir(), 'hogbench-bench-'));
console.log(`${runs} runs of ${cases} cases, ${cpus().length} cores, Node ${process.version}`);
try {
  const place = { folder, shown: folder, madeBy: '0.1.0', now: () => 0, warn: (line: string) => console.error(line) };
  const store = folderArchive(place);
  await timed(
    'folder: pushed',
    async () => {
      let next = 0;
      const pushNext = async (): Promise<void> => {
        for (let run = next++; run < runs; run = next++)
          await store.push({ identity: identityOf(run), runFile }, figuresOf(run));
      };
      await Promise.all(Array.from({ length: 8 }, pushNext));
    },
    () => '',
  );
  await questions(() => folderArchive(place));
} finally {
  await rm(folder, { recursive: true });
}
await inTables();
