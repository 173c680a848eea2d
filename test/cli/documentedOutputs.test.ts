import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import type { Explanation } from '../../src/model/explanation.ts';
import { localDescription } from '../../src/servers/localDescription.ts';
import { folderArchive } from '../../src/store/folder/folderArchive.ts';
import { documents } from '../support/documents.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { pushHistory } from '../support/storedHistory.ts';
import { abArguments, makeWorkspace, type RunOptions, shop, type Workspace } from '../support/workspace.ts';

const root = join(import.meta.dirname, '../..');

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

async function printed(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const ran = await space.run(argv, { ...options, asTyped: true });
  return ran.out + ran.err;
}

/** Everything that a comparison says of one case. */
async function saidOf(caseId: string, script: FakeOptions['script']): Promise<string> {
  const ran = await space.run([...abArguments, '--json', '--quiet'], {
    services: fakeServices(script === undefined ? {} : { script }),
  });
  const { cases } = JSON.parse(ran.out) as ComparisonReport;
  const found = cases.find((one) => one.caseId === caseId);
  const again = await space.run(['report', 'hogbench-out/run.jsonl.gz']);
  return `${found?.reason}\n${again.out}`;
}

/** A plan that reads posthog.events by its key, or by half of it. */
function readsEvents(keys: readonly string[], granules: number): Explanation {
  const [before, after] = [{ 'Initial Granules': 92 }, { 'Selected Granules': granules }];
  const key = { Type: 'PrimaryKey', Keys: keys, Condition: keys.join(), ...before, ...after };
  const read = { 'Node Type': 'ReadFromMergeTree', Description: 'posthog.events', Indexes: [key] };
  const plan = JSON.stringify([{ Plan: read }]);
  return { kind: 'explained', form: 'json', plan, pipeline: '', estimate: [] };
}

const lostPruning: FakeOptions['script'] = (id, arm) => {
  if (id !== 'orders_by_day') return {};
  return arm === 'candidate'
    ? { ms: 90, marks: 56, plan: readsEvents(['team_id'], 56) }
    : { marks: 29, plan: readsEvents(['team_id', 'toDate(timestamp)'], 29) };
};

/** Pages and their visits: a candidate counts one more on one page, and has three more pages. */
const countsMore: FakeOptions['script'] = (id, arm) => {
  if (id !== 'orders_by_day') return {};
  const pages = Array.from({ length: arm === 'candidate' ? 121 : 118 }, (_, at) => [`/page${at}`, String(at)]);
  pages[7] = ['/pricing', arm === 'candidate' ? '121' : '120'];
  const columns = [
    { name: 'path', type: 'String' },
    { name: 'visits', type: 'UInt64' },
  ];
  const rows = { columns, lines: pages.map((row) => JSON.stringify(row)) };
  return { checksum: arm === 'candidate' ? '2' : '1', rowCount: String(pages.length), rows };
};

const production = 'targets: {production: {url: "http://reader@db:8123"}}\n';

/** Times of both arms that lie far apart, in no order: nothing can be said of them. */
const noisy: FakeOptions['script'] = (_, arm, execution) => ({
  ms: 40 + 30 * (((execution * 7919 + (arm === 'baseline' ? 5 : 0)) % 13) / 13),
});

/** On a server that runs four requests at once, each in 100 ms. */
async function loaded(command: string, ...more: readonly string[]): Promise<string> {
  await space.write('hogbench.config.yaml', 'targets: {staging: {url: "http://reader@db:8123"}}\n');
  const argv = [command, 'queries', '--target', 'staging', '--slo', 'p95=500ms', ...more, '--seed', '1'];
  await space.write('queries/a.sql', 'SELECT 1;\n');
  return printed(argv, { services: fakeServices({ loaded: { slots: 4, serviceMs: 100 } }) });
}

/** What a document shows, by the first words of the block, and the command that prints it. */
const outputs: Readonly<Record<string, () => Promise<string>>> = {
  'orders_by_day regressed: server time': async () => {
    const slower: FakeOptions['script'] = (id, arm) =>
      id === 'orders_by_day' && arm === 'candidate' ? { ms: 90 } : {};
    return printed([...abArguments, '--changed-only'], { services: fakeServices({ script: slower }) });
  },
  'new regressed: selected marks': async () => {
    await space.write('old.sql', 'SELECT 1;\n');
    await space.write('new.sql', 'SELECT 2;\n');
    const slower: FakeOptions['script'] = (id, arm) =>
      id === 'new' && arm === 'candidate' ? { ms: 90, readRows: 400_000, marks: 49 } : {};
    return printed(['ab', 'old.sql', 'new.sql', '--seed', '1'], { services: fakeServices({ script: slower }) });
  },
  'orders_by_day regressed: selected marks': async () => {
    const more: FakeOptions['script'] = (id, arm) =>
      id === 'orders_by_day' && arm === 'candidate' ? { readRows: 400_000, marks: 49 } : {};
    return printed([...abArguments, '--counters-only'], { services: fakeServices({ script: more }) });
  },
  'No regression in 4 cases': async () => {
    await space.write(
      'hogbench.config.yaml',
      `targets: {old: {url: "http://a@old:8123"}, new: {url: "http://a@new:8123"}}\n`,
    );
    return printed(['ab', 'main', '--baseline-target', 'old', '--candidate-target', 'new', '--seed', '1']);
  },
  'Nothing decided in 4 cases': () =>
    printed(['ab', 'main', '--candidate-set', 'max_threads=4', '--seed', '1'], {
      services: fakeServices({ script: noisy }),
    }),
  'queries/orders.sql:7:8: warning': async () => {
    await space.write('queries/orders.sql', `${'SELECT 1;\n'.repeat(6)}SELECT now();\n${'SELECT 1;\n'.repeat(5)}`);
    const judges = ({ statements }: { readonly statements: readonly unknown[] }) => ({
      ...{ refusals: statements.map(() => undefined), settingRefusals: [], columns: [] },
    });
    return printed(['lint', 'queries'], { services: fakeServices({ judges }) });
  },
  'system.query_log of production: error': async () => {
    await space.write('hogbench.config.yaml', production);
    return printed(['lint', '--coverage', '--target', 'production', '--since', '7d', '--min-coverage', '95%']);
  },
  'what % of cost trend executions': () => printed(['top', '--target', 'http://reader@db:8123']),
  'What to expect of cases': () =>
    printed(['ab', 'main', '--candidate-set', 'max_threads=4', '--dry-run', '--pilot', '--budget', '10m']),
  'target new': async () => {
    await space.write('hogbench.config.yaml', 'targets: {new: {url: "http://reader@db:8123"}}\n');
    return printed(['doctor', '--target', 'new']);
  },
  'tagged: 82% of executions': async () => printed(['top', '--target', 'http://reader@db:8123']),
  'The plan differs: primary key': () => saidOf('orders_by_day', lostPruning),
  'where: new.sql': async () => {
    await space.write('old.sql', 'SELECT sum(total) FROM orders;\n');
    await space.write('new.sql', '-- sums\nSELECT\n  sum(totl) FROM orders;\n');
    const fault = { message: 'Unknown expression identifier `totl`', hint: 'total', name: 'totl' };
    const outcome = { kind: 'failed', code: 47, message: fault.message, clientMs: 1 } as const;
    const faults: FakeOptions['faults'] = ({ sql }) => (sql.includes('totl') ? fault : undefined);
    return printed(['ab', 'old.sql', 'new.sql'], { services: fakeServices({ faults, script: () => ({ outcome }) }) });
  },
  'Written: queries/workload.yaml': async () => withoutCommands(await printed(['init'])),
  'ClickHouse 0.0.0.0, cluster': async () =>
    withoutCommands(
      localDescription({
        ...{ version: '26.7.2.1', clusterName: 'hogbench', isNative: true, isFixed: true, password: undefined },
        nodes: [{ name: 'node1', url: 'http://127.0.0.1:8123', tcpPort: 9000 }],
        ...{ user: 'dev', database: 'posthog' },
      }),
    ),
  '2 changes of server_time': async () => {
    const names = ['orders_by_day', 'top_customers', 'search', 'funnel'];
    const store = folderArchive({
      ...{ folder: join(space.folder, '.hogbench/store'), shown: '.hogbench/store', madeBy: '0.1.0' },
      ...{ now: Date.now, warn: () => undefined },
    });
    await pushHistory(store, {
      ...{ runs: 60, cases: 4, caseId: (at) => names[at] ?? '' },
      factor: (run, series) => (series === 1 && run >= 42 ? 1.3 : series === 2 && run >= 58 ? 1.5 : 1),
    });
    await store.close();
    return printed(['history']);
  },
  'class promise offered/s': () => loaded('load', '--rate', '12'),
  'holds 0 requests/s': () => loaded('capacity', '--max-rate', '100'),
  'Rows: Row counts differ': () => saidOf('orders_by_day', countsMore),
};

/** Blocks that no command prints as they stand, each with the reason. */
const unchecked: Readonly<Record<string, string>> = {
  '( exec npx hogbench local': 'no output: a script for a job',
  'effect = max(1': 'no output: a formula',
  'workload folder -> Case[]': 'no output: the way of the data',
  '{"kind":"names"': 'two lines of a run file, shortened; below is a test that those keys are written',
};

const isCommand = /^(npx|npm|mkdir|git|export|hogbench|zcat|jq|[A-Z_]+=|https?:|#|$)/;

function withoutCommands(text: string): string {
  return text
    .split('\n')
    .filter((line) => !isCommand.test(line.trim()))
    .join('\n');
}

/** Indented blocks and fences without a language, apart from the commands with which they begin. */
function blocksOf(document: string): readonly string[] {
  const text = readFileSync(join(root, document), 'utf8').replaceAll(/^```\w+\n.*?^```$/gms, '');
  const fenced = [...text.matchAll(/^```\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
  const indented = text.replaceAll(/^```\n.*?^```$/gms, '').match(/^(?: {4}.*\n|\n(?= {4}))+/gm) ?? [];
  return [...fenced, ...indented].flatMap((block) => {
    const shown = block.split('\n').filter((line) => !isCommand.test(line.trim()));
    return shown.length === 0 ? [] : [shown.join('\n')];
  });
}

/** Words, with one figure like another: a document shows those of a real run. */
function words(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\d[\d.,]*/g, '0')
    .trim();
}

const blocks = documents.flatMap((document) => blocksOf(document).map((block) => ({ document, block })));
const startOf = (block: string): string => words(block).slice(0, 30);

describe('what the documents show', () => {
  it('is known to this test, block by block', () => {
    const known = [...Object.keys(outputs), ...Object.keys(unchecked)];
    for (const { document, block } of blocks) {
      const by = known.filter((start) => words(block).startsWith(words(start)));
      expect({ document, block, by }).toEqual({ document, block, by: [expect.any(String)] });
    }
    const unused = known.filter((start) => !blocks.some(({ block }) => words(block).startsWith(words(start))));
    expect(unused).toEqual([]);
  });

  it.each(blocks.map(({ document, block }) => [document, startOf(block), block]))(
    'is what the program prints: %s, %s',
    async (_document, _start, block) => {
      const print = Object.entries(outputs).find(([start]) => words(block).startsWith(words(start)))?.[1];
      if (print === undefined) return;
      const said = words(await print());
      for (const part of block.split(/^ *…$/m)) expect(said).toContain(words(part));
    },
  );

  it('in a sentence of the README, a plan that differs', async () => {
    const readme = words(readFileSync(join(root, 'README.md'), 'utf8'));
    const quoted = /put side by side: `([^`]+)`/.exec(readme)?.[1] ?? 'no such sentence';
    expect(words(await saidOf('orders_by_day', lostPruning))).toContain(quoted);
  });

  it('of a run file has the keys that are written', async () => {
    await printed([...abArguments, '--quiet']);
    const file = join(space.folder, 'hogbench-out/run.jsonl.gz');
    const lines = gunzipSync(readFileSync(file)).toString().split('\n');
    const { block } = blocks.find(({ block }) => block.startsWith('{"kind":"names"')) ?? { block: '' };
    for (const line of block.trim().split('\n')) {
      const keys = [...line.matchAll(/"(\w+)":/g)].map((match) => `"${match[1]}":`);
      const written = lines.filter((one) => one.startsWith(line.slice(0, line.indexOf(',')))).join();
      expect(written).not.toBe('');
      for (const key of keys) expect(written).toContain(key);
    }
  });
});

describe('the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');

  it('names every command, and none that there is not', async () => {
    const { out } = await space.run(['--help']);
    const there = [...out.matchAll(/^ {2}([a-z]+) /gm)]
      .map((match) => match[1])
      .filter((name) => name !== 'help' && name !== 'hogbench');
    const table = readme.slice(readme.indexOf('| command |'), readme.indexOf('Every command has'));
    const named = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap((row) => [
      ...(row[1] ?? '').matchAll(/`(?:hogbench )?([a-z]+)`/g),
    ]);
    expect(named.map((match) => match[1]).toSorted()).toEqual(there.toSorted());
  });
});
