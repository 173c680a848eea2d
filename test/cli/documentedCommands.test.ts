import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/program.ts';
import { commandsOf, documents, mentionsOf, type ShownCommand } from '../support/documents.ts';
import { installFakeGh } from '../support/fakeGh.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { testIo } from '../support/testIo.ts';
import { makeWorkspace, type Ran, shop, type Workspace } from '../support/workspace.ts';

/** Calls that are not run here, by how they begin, each with the reason. */
const notRun: Readonly<Record<string, string>> = {
  'lint [WORKLOAD]': 'the forms of the command, not a call',
  'ab queries --base origin/main --shard ${{': 'a job of a matrix: shardRecipes.test.ts',
  'merge parts/*': 'the job behind it',
  'ab main branch --shard /3': 'a pod of an Indexed Job: shardRecipes.test.ts',
  'merge RESULTS/': 'the Job behind it',
  'load queries --target staging --rate 2000 --shard ':
    'it begins at a moment that is a day ahead: shardRecipes.test.ts',
  'load branch --target https://reader@clickhouse.example.org:8443': 'a pod of an Indexed Job: the same',
  'comment hogbench-out/run.jsonl.gz --counters-only': 'a job knows its pull request: rehearsal.test.ts',
  'comment hogbench-out/run.jsonl.gz --full': 'the same: pullRequestComment.test.ts',
  'certify production --arm old=old --arm new=new --min-coverage':
    'needs the run of a search for capacity: certify.test.ts',
  'store pull 4711-1': 'takes what another machine pushed: merge.test.ts',
};

const shown = documents.flatMap(commandsOf);
const calls = new Map<string, ShownCommand>();
for (const call of shown) calls.set(call.argv.join(' '), calls.get(call.argv.join(' ')) ?? call);
const run = [...calls].filter(([line]) => !Object.keys(notRun).some((start) => line.startsWith(start)));

const query = 'SELECT toDate(at) AS day, count() FROM orders GROUP BY day ORDER BY day;\n';
const otherQuery = query.replace('toDate(at)', "toDate(at, 'UTC')");
const queries = shop['main/orders.sql'] ?? '';
const url = 'url: "http://reader@db:8123"';

/** Queries with their dataset. */
function folderOf(folder: string, sql: string): Readonly<Record<string, string>> {
  return {
    [`${folder}/workload.yaml`]: 'name: queries\nschema: [schema.sql]\n',
    [`${folder}/schema.sql`]: 'CREATE TABLE hits (id UInt64) ORDER BY id;\n',
    [`${folder}/orders.sql`]: sql,
  };
}

/** A repository as the documents speak of it: queries on a branch, its main branch, servers with names. */
const project: Readonly<Record<string, string>> = {
  ...folderOf('queries', queries),
  'queries/trends.sql': query,
  ...folderOf('main/queries', queries.replace('LIMIT 10', 'LIMIT 11')),
  'branch/workload.yaml': 'name: branch\nextends: ../queries\n',
  'branch/orders.sql': queries.replace('LIMIT 10', 'LIMIT 12'),
  'by-customer/workload.yaml': 'name: by-customer\nextends: ../queries\nalter: [alter.sql]\n',
  'by-customer/alter.sql': 'CREATE OR REPLACE TABLE hits (id UInt64) ORDER BY tuple();\n',
  'captured/orders.sql': queries,
  'production/orders.sql': queries,
  'captured/workload.yaml': 'name: captured\ntiming: timing.jsonl.gz\n',
  'print-queries': '#!/bin/sh\ntouch "$1"/*.sql\n',
  ...{ 'old.sql': query, 'new.sql': otherQuery, 'query.sql': query, 'queries.sql': queries },
  'hogbench.config.yaml': `targets: {${['old', 'new', 'staging', 'production', 'upgraded', 'local'].map((name) => `${name}: {${url}}`).join(', ')}}\narms: {old: {target: old}, replicas: {target: 'embedded:1x2'}, calm: {target: old, settings: {max_threads: 2}}}\n`,
};

/** Three executions in a minute. */
const timing = `${JSON.stringify({
  ...{ format: 'hogbench timing', version: 1, executions: 3, duration_us: 60_000_000, stand_for: 3, of_log: 3 },
  cases: ['orders_by_day'],
})}\n[0,0]\n[20000000,0]\n[30000000,0]\n`;

let space: Workspace;
let github: Readonly<Record<string, string>>;
let count = 0;

/** A copy of the project, beside which `../main` and `../base` lie as the documents lay them out. */
async function freshProject(): Promise<string> {
  count += 1;
  const folder = join(space.folder, `world${count}`, 'project');
  await cp(join(space.folder, 'prepared'), dirname(folder), { recursive: true });
  return folder;
}

async function runIn(folder: string, argv: readonly string[], stdin = ''): Promise<Ran> {
  if (argv[0] === 'capture')
    for (const name of ['captured', 'production']) await rm(join(folder, name), { recursive: true });
  if (argv[0] === 'init') await rm(join(folder, argv[1] ?? 'queries'), { recursive: true });
  const env = { HOGBENCH_HOME: join(folder, '../home'), HOGBENCH_LOCAL_PASSWORD: 'of a newcomer', ...github };
  const io = testIo(folder, env, argv, false, stdin);
  const script = (id: string, arm: string): { readonly ms?: number } =>
    id.startsWith('orders') && arm === 'candidate' ? { ms: 41 } : {};
  const running = main(argv, io, fakeServices({ script }));
  // A server in the foreground ends at Ctrl-C.
  const press =
    argv[0] === 'local' ? setInterval(() => io.out().includes('a fake server') && io.interrupt(), 10) : undefined;
  const code = await running.finally(() => clearInterval(press));
  return { code, out: io.out(), err: io.err() };
}

function git(folder: string, ...argv: readonly string[]): void {
  const settings = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  const { status, stderr } = spawnSync('git', [...settings, ...argv], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

beforeAll(async () => {
  space = await makeWorkspace();
  github = await installFakeGh(space);
  const prepared = join(space.folder, 'prepared');
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(prepared, path)), { recursive: true });
    await writeFile(join(prepared, path), text);
  };
  for (const [path, text] of Object.entries(project)) await put(`project/${path}`, text);
  for (const place of ['main', 'base'])
    for (const [path, text] of Object.entries(folderOf(`${place}/queries`, queries))) await put(path, text);
  await put('base/hogbench.config.yaml', project['hogbench.config.yaml'] ?? '');
  const folder = join(prepared, 'project');
  await writeFile(join(folder, 'captured/timing.jsonl.gz'), gzipSync(timing));
  await chmod(join(folder, 'print-queries'), 0o755);
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'queries');
  git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  await runIn(folder, ['run', 'queries', '--save-baseline', 'main', '--out', 'runs/stored', '--seed', '1']);
  git(folder, 'checkout', '-q', '-b', 'feature');
  await put('project/queries/trends.sql', otherQuery);
  await runIn(folder, ['ab', 'main/queries', 'queries', '--seed', '1']);
  await cp(join(folder, 'hogbench-out/run.jsonl.gz'), join(folder, 'run.jsonl.gz'));
  await cp(join(folder, 'hogbench-out'), join(folder, 'out'), { recursive: true });
  for (const part of [1, 2, 3])
    await runIn(folder, ['ab', 'main/queries', 'queries', '--shard', `${part}/3`, '--out', `part-${part}`]);
  for (const out of ['main', 'branch', 'baseline', 'candidate'])
    await runIn(folder, ['run', 'queries.sql', '--out', `runs/${out}`, '--seed', '1']);
  for (const out of ['main', 'branch', 'baseline', 'candidate'])
    await cp(join(folder, `runs/${out}/run.jsonl.gz`), join(folder, `${out}/run.jsonl.gz`));
  await runIn(folder, ['store', 'push', 'main/run.jsonl.gz', '--name', 'main', '--branch', 'main']);
}, 60_000);
afterAll(() => space.remove());

describe('what the documents call', () => {
  it('is there to be run', () => {
    expect(shown.filter(({ document }) => document === 'README.md').length).toBeGreaterThan(6);
    const unused = Object.keys(notRun).filter((start) => ![...calls.keys()].some((line) => line.startsWith(start)));
    expect(unused).toEqual([]);
  });

  it.each(run)('runs: %s', async (_, { document, line, argv, isPiped }) => {
    const folder = await freshProject();
    const ran = await runIn(
      folder,
      argv.map((word) => word.replace(':PORT/', ':8123/')),
      isPiped ? query : '',
    );
    const misuse = ran.code === 2 ? ran.err : '';
    expect({ document, line, misuse }).toEqual({ document, line, misuse: '' });
  });

  it.each(documents.flatMap(mentionsOf).map((call) => [call.document, call.line, call.argv] as const))(
    'has no flag that there is not: %s, %s',
    async (_document, _line, [name = '', ...rest]) => {
      const help = await space.run([name, '--help']);
      expect(help.code).toBe(0);
      const known = new Set(help.out.match(/--[a-z][a-z-]*/g));
      const flags = rest.flatMap((word) => word.match(/^--[a-z][a-z-]*/)?.[0] ?? []);
      expect(flags.filter((flag) => !known.has(flag))).toEqual([]);
    },
  );
});
