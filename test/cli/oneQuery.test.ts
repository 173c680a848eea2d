import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type RunOptions, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    'shop/workload.yaml': `database: shop
schema: [schema.sql]
settings: {max_threads: 3}
required_tags: [product]
`,
    'shop/schema.sql': 'CREATE TABLE shop.orders (id UInt64) ENGINE = Memory;\n',
    'shop/old.sql': 'SELECT count() FROM orders;\n',
    'shop/new.sql': 'SELECT count(id) FROM orders;\n',
    'shop/deep/other.sql': 'SELECT sum(1) FROM orders;\n',
    'lab/workload.yaml': 'database: lab\nschema: [schema.sql]\n',
    'lab/schema.sql': 'CREATE TABLE lab.orders (id UInt32) ENGINE = Memory;\n',
    'lab/q.sql': 'SELECT count() FROM orders;\n',
    'loose.sql': 'SELECT 1 FROM orders;\n',
  });
});
afterEach(() => space.remove());

/** What was sent, arm by arm, with the arms and verdicts that came of it. */
async function compared(argv: readonly string[], options: RunOptions = {}) {
  const services = fakeServices();
  const opened: (string | undefined)[] = [];
  const openBench: typeof services.openBench = (request, world) => {
    opened.push(...request.arms.map(({ workload }) => workload.database));
    return services.openBench(request, world);
  };
  const ran = await space.run(['ab', ...argv, '--counters-only', '--json'], {
    services: { ...services, openBench },
    ...options,
  });
  if (ran.code !== 0) return { ...ran, cases: [], sent: {}, threads: [], opened };
  const report = JSON.parse(ran.out) as ComparisonReport;
  const sent = Object.fromEntries(services.requests.map(({ arm, sql }) => [arm, sql]));
  const threads = [...new Set(services.requests.map(({ settings }) => settings.max_threads))];
  return { ...ran, cases: report.cases.map(({ caseId }) => caseId), sent, threads, opened };
}

const [before, after] = ['SELECT count() FROM orders', 'SELECT count(id) FROM orders'];

describe('two texts of one query', () => {
  it('are one case, whatever the files are called, with the workload.yaml beside them and without its tags', async () => {
    expect(await compared(['shop/old.sql', 'shop/new.sql'])).toMatchObject({
      cases: ['new'],
      sent: { baseline: before, candidate: after },
      threads: [3],
      opened: ['shop', 'shop'],
    });
  });

  it('come from -q, with the dataset of --over', async () => {
    const argv = ['-q', before, '--query', after];
    expect(await compared(argv)).toMatchObject({ cases: ['query'], sent: { baseline: before, candidate: after } });
    for (const over of ['shop', 'shop/workload.yaml'])
      expect(await compared([...argv, '--over', over, '--force'])).toMatchObject({
        opened: ['shop', 'shop'],
        threads: [3],
      });
  });

  it('come from stdin, with the dataset of the file beside it', async () => {
    const stdin = `-- from git\n${before};\n`;
    expect(await compared(['-', 'shop/new.sql'], { stdin })).toMatchObject({
      cases: ['new'],
      sent: { baseline: before, candidate: after },
      opened: ['shop', 'shop'],
      threads: [3],
    });
    expect(await compared(['shop/old.sql', '-'], { stdin: after })).toMatchObject({
      cases: ['old'],
      sent: { baseline: before, candidate: after },
    });
  });

  it('are a file and -q in the order in which they are written', async () => {
    expect((await compared(['shop/old.sql', '-q', after])).sent).toEqual({ baseline: before, candidate: after });
    expect((await compared(['-q', before, 'shop/new.sql'])).sent).toEqual({ baseline: before, candidate: after });
    expect((await compared([`-q${before}`, '--force', 'shop/new.sql'])).sent).toMatchObject({ candidate: after });
    const ran = await compared(['shop/old.sql', '-q', after, '--filter', 'shop/old.sql']);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('cannot be told') });
  });

  it('have the one workload.yaml that there is', async () => {
    for (const pair of [
      ['loose.sql', 'shop/new.sql'],
      ['shop/old.sql', 'loose.sql'],
    ])
      expect(await compared(pair)).toMatchObject({ opened: ['shop', 'shop'], threads: [3] });
    expect(await compared(['shop/old.sql', 'shop/deep/other.sql'])).toMatchObject({ opened: ['shop', 'shop'] });
  });

  it('are not compared over two datasets, unless one is named for both', async () => {
    const ran = await compared(['lab/q.sql', 'shop/new.sql']);
    expect(ran).toMatchObject({ code: 2, opened: [] });
    expect(ran.err).toContain(
      'two datasets: `q` has the dataset of `lab/schema.sql` and the database `lab`, `new` has',
    );
    expect(ran.err).toContain('--over');
    expect(await compared(['lab/q.sql', 'shop/new.sql', '--over', 'lab'])).toMatchObject({ opened: ['lab', 'lab'] });
  });

  it('may be one for both arms that differ otherwise', async () => {
    expect(await compared(['-q', before, '--candidate-set', 'max_threads=4'])).toMatchObject({
      code: 0,
      cases: ['query'],
    });
    expect(await compared(['shop/old.sql', '--candidate-set', 'max_threads=4'])).toMatchObject({
      threads: expect.arrayContaining([3, '4']),
    });
  });

  it('keep a name that an author gave', async () => {
    await space.write('named.sql', '-- name: daily\nSELECT 1;\n');
    expect(await compared(['named.sql', '-q', 'SELECT 2'])).toMatchObject({ cases: ['daily'] });
    expect(await compared(['loose.sql', 'named.sql'])).toMatchObject({ cases: ['daily'] });
  });

  it('pair each binding with its likeness', async () => {
    const bound = (name: string, ...values: readonly number[]): string =>
      `-- params:\n${values.map((value) => `--   - {${name}: ${value}}\n`).join('')}SELECT {${name}:UInt8};\n`;
    await space.write('a.sql', bound('team', 2, 7));
    await space.write('b.sql', bound('team', 7, 2));
    await space.write('renamed.sql', bound('t', 2, 7));
    await space.write('one.sql', bound('t', 9));
    await space.write('others.sql', bound('t', 8, 9));
    expect((await compared(['a.sql', 'b.sql'])).cases.toSorted()).toEqual(['b[team=2]', 'b[team=7]']);
    expect((await compared(['a.sql', 'renamed.sql'])).cases.toSorted()).toEqual(['renamed[t=2]', 'renamed[t=7]']);
    expect((await compared(['one.sql', '-q', 'SELECT 3'])).cases).toEqual(['one']);
    expect(await compared(['a.sql', 'others.sql'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no binding of parameters is in both queries: `a` has 2 bindings'),
    });
  });

  it('pair by name where a file has several statements', async () => {
    const two = '-- name: x\nSELECT 1;\n-- name: y\nSELECT 2;\n';
    await space.write('a.sql', two);
    await space.write('b.sql', two.replace('2', '3'));
    await space.write('c.sql', 'SELECT 4;\nSELECT 5;\n');
    expect((await compared(['a.sql', 'b.sql'])).cases.toSorted()).toEqual(['x', 'y']);
    expect(await compared(['a.sql', 'c.sql'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/`a` has 2 statements, `c` has 2 statements\n.*-- name: …` above each/),
    });
  });
});

it('takes two folders as two arguments', async () => {
  await space.write('base/a.sql', '-- name: one\nSELECT 1;\n');
  await space.write('branch/a.sql', '-- name: one\nSELECT 2;\n');
  expect(await compared(['base', 'branch'])).toMatchObject({
    cases: ['one'],
    sent: { baseline: 'SELECT 1', candidate: 'SELECT 2' },
  });
});

const refused: Readonly<Record<string, { argv: readonly string[]; stdin?: string | Buffer; says: readonly string[] }>> =
  {
    'one -q alone': { argv: ['-q', 'SELECT 1'], says: ['-q is the only one', '--candidate-set'] },
    'three of -q': { argv: ['-q', '1', '-q', '2', '-q', '3'], says: ['given 3 times', 'Give it twice'] },
    'two of -q beside a workload': { argv: ['shop', '-q', '1', '-q', '2'], says: ['beside shop', '--over shop'] },
    'one -q beside a workload': { argv: ['shop', '-q', 'SELECT 1'], says: ['`shop` is a workload', '--over shop'] },
    '-q beside a flag for the arm': {
      argv: ['-q', '1', '-q', '2', '--baseline-workload', 'shop'],
      says: ['the baseline is named twice'],
    },
    'stdin twice': { argv: ['-', '-'], says: ['- is given twice'] },
    'stdin by -q': { argv: ['-q', '-', '-q', 'SELECT 1'], says: ['- by itself'] },
    'a file behind -q': { argv: ['-q', 'loose.sql', '-q', 'SELECT 1'], says: ['loose.sql is a file', 'without -q'] },
    'SQL without -q': { argv: ['SELECT 1', 'select 2'], says: ['SELECT 1', 'Write -q before it'] },
    'an empty stdin': { argv: ['-', 'loose.sql'], stdin: ' \n', says: ['stdin is empty', 'hogbench ab - query.sql'] },
    'a stdin of another encoding': {
      argv: ['-', 'loose.sql'],
      stdin: Buffer.from([65, 255]),
      says: ['stdin:1:2', 'UTF-8'],
    },
    'a stdin that is no query': { argv: ['-', 'loose.sql'], stdin: '-- nothing\n', says: ['`stdin` holds no query'] },
    'a -q that is empty': { argv: ['-q', '', '-q', 'SELECT 1'], says: ['first -q is empty'] },
    'two statements in a -q': {
      argv: ['-q', 'SELECT 1', '-q', 'SELECT 1; SELECT 2'],
      says: ['second -q holds 2 statements'],
    },
    'an unknown annotation in a -q': {
      argv: ['-q', 'SELECT 1', '-q', '-- name: a\n-- wieght: 2\nSELECT 1'],
      says: ['second -q:2:4', 'weight'],
    },
    'a -q that writes': {
      argv: ['-q', 'SELECT 1', '-q', 'DROP TABLE t'],
      says: ['second -q:1:1', 'only statements that read'],
    },
    'a parameter without a value': {
      argv: ['-q', 'SELECT 1', '-q', 'SELECT {a:UInt8}'],
      says: ['second -q:1:8', 'parameter `a` has no value'],
    },
    'an empty file': { argv: ['empty.sql', 'loose.sql'], says: ['`empty.sql` holds no query'] },
    'a file that is not there': {
      argv: ['losse.sql', 'shop/new.sql'],
      says: ['no file `losse.sql`', 'did you mean `loose.sql`?'],
    },
    '--over with workloads': {
      argv: ['shop', 'lab', '--over', 'lab'],
      says: ['--over is for queries', '`shop` is a workload'],
    },
    '--over a folder that says nothing': {
      argv: ['loose.sql', 'loose.sql', '--over', '.'],
      says: ['`.` has no workload.yaml'],
    },
    '--over a file': {
      argv: ['loose.sql', 'loose.sql', '--over', 'loose.sql'],
      says: ['`loose.sql` is no folder of a workload'],
    },
    '--over nothing': { argv: ['loose.sql', 'loose.sql', '--over', 'shpo'], says: ['no workload at `shpo`', '`shop`'] },
  };

describe('is refused, with exit code 2 and before anything is opened', () => {
  it.each(Object.entries(refused))('%s', async (_, { argv, stdin, says }) => {
    await space.write('empty.sql', '');
    const ran = await compared(argv, { ...(stdin === undefined ? {} : { stdin }) });
    expect(ran).toMatchObject({ code: 2, opened: [] });
    for (const text of says) expect(ran.err).toContain(text);
    expect(ran.err).toMatch(/\n {2}fix: {3}\S/);
  });
});

it('reads no more of stdin than a file may hold, and asks a terminal for it', async () => {
  const { FileRefusal } = await import('../../src/files/regularFile.ts');
  const stdin = {
    isTerminal: true,
    read: async (most: number) => Promise.reject(new FileRefusal(`it is larger than ${most >> 20} MB`)),
  };
  const ran = await space.run(['ab', '-', 'loose.sql'], { io: (io) => Object.assign(io, { stdin }) });
  expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('stdin cannot be read: it is larger than 64 MB') });
  expect(ran.err).toContain('reading a query from this terminal; end it with Ctrl-D');
});

it('is resumed with the same text, and refused with another', async () => {
  const interrupted = (io: { interrupt(): void }) =>
    fakeServices({ onBatch: (batches) => batches === 3 && io.interrupt() });
  let world: { interrupt(): void } | undefined;
  const argv = ['ab', '-', 'shop/new.sql'];
  const first = await space.run(argv, {
    stdin: before,
    io: (io) => {
      world = io;
    },
    services: interrupted({ interrupt: () => world?.interrupt() }),
  });
  expect(first.code).toBe(130);
  const resume = [...argv, '--resume', 'hogbench-out/run.jsonl.gz'];
  expect(await space.run(resume, { stdin: 'SELECT 2' })).toMatchObject({
    code: 2,
    err: expect.stringContaining('the workload is not the one this run began with: new differs'),
  });
  expect(await space.run(resume)).toMatchObject({ code: 2, err: expect.stringContaining('stdin is empty') });
  expect((await space.run(resume, { stdin: before })).code).toBe(0);
});

describe('one query by itself', () => {
  it('is measured by run, from -q, stdin or a file, with the workload.yaml beside it', async () => {
    expect(await space.run(['run', '-q', 'SELECT 1', '--counters-only'])).toMatchObject({ code: 0 });
    expect(await space.run(['run', '-', '--over', 'shop', '--counters-only'], { stdin: before })).toMatchObject({
      code: 0,
    });
    const services = fakeServices();
    expect(await space.run(['run', 'shop/old.sql', '--counters-only'], { services })).toMatchObject({ code: 0 });
    expect(services.requests[0]?.settings).toMatchObject({ max_threads: 3 });
    expect(await space.run(['run', '-q', '1', '-q', '2'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('hogbench ab'),
    });
    expect(await space.run(['run', 'shop', '-q', '1'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--over shop'),
    });
  });

  it('is asked by lint for what its workload requires', async () => {
    const ran = await space.run(['lint', 'shop/old.sql', '--offline']);
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('lacks the required tag `product`') });
  });
});

it('is no comparison where one text stands for both arms, unless it is asked for', async () => {
  const alone = await space.run(['ab', 'shop/old.sql'], { asTyped: true, services: fakeServices() });
  expect(alone).toMatchObject({ code: 2, out: '' });
  expect(alone.err).toContain('is both arms, so there is nothing to compare');
  expect((await space.run(['ab', 'shop/old.sql', '--all'], { asTyped: true, services: fakeServices() })).code).toBe(0);
});
