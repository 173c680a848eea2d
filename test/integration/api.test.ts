import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PackedProject, packedProject } from '../support/packedProject.ts';

const docs = ['api.md', 'recipes/vitest.md']
  .map((page) => readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8'))
  .join('');
/** The programs of the documents, by the name in their first line. */
const programs = [...docs.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```/gms)].map(
  ([, file = '', text = '']) => [file, text] as const,
);

const tenRows = 'SELECT sum(number) AS total FROM numbers(10)';
const manyRows = 'SELECT sumIf(number, number < 10) AS total FROM numbers(500000)';

let project: PackedProject;

beforeAll(async () => {
  project = await packedProject(['vitest', 'typescript', '@types/node']);
  for (const [file, text] of programs) await project.write(file, text);
  for (const arm of ['before', 'after']) await project.write(`queries/${arm}/total.sql`, tenRows);
});
afterAll(() => project.remove());

describe('a project that installed the package', () => {
  it('has all programs of the document', () => {
    expect(programs.map(([file]) => file)).toEqual([
      ...[
        'compare.ts',
        'query.ts',
        'slower.test.ts',
        'progress.ts',
        'saved.ts',
        'slowest.ts',
        'workloads.ts',
        'reports.ts',
        'queries.test.ts',
      ],
    ]);
  });

  const resolutions = [
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
  ];
  it.each(resolutions)('finds strict types for them ($moduleResolution)', async (resolution) => {
    await project.write(
      'misuse.ts',
      `import { ab, compareRun } from 'hogbench';
// @ts-expect-error a budget is in milliseconds
await ab({ workload: 'queries', budgetMs: '10m' });
// @ts-expect-error there is no such option
await ab({ workload: 'queries', margn: 0.05 });
export const verdicts: unknown = (await ab({ workload: 'queries' })).report;
// @ts-expect-error it takes a run
compareRun('run.jsonl.gz');
`,
    );
    const options = { strict: true, noEmit: true, target: 'es2022', types: ['node'], ...resolution };
    await project.write('tsconfig.json', JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
    expect(await project.node('node_modules/typescript/lib/tsc.js', '-p', '.')).toEqual({ code: 0, out: '' });
  });

  it('runs those that measure nothing', async () => {
    const options = { outDir: 'built', target: 'es2022', types: ['node'], module: 'nodenext' };
    await project.write('tsconfig.json', JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
    await project.node('node_modules/typescript/lib/tsc.js', '-p', '.');
    await project.write(
      'measure.mjs',
      `import { ab } from 'hogbench';
await ab({ baseline: { workload: 'queries/before' }, candidate: { workload: 'queries/after' }, all: true, countersOnly: true, out: 'hogbench-out' });\n`,
    );
    expect(await project.node('measure.mjs')).toEqual({ code: 0, out: '' });
    // Later programs write into the same folder.
    copyFileSync(join(project.folder, 'hogbench-out/report.json'), join(project.folder, 'passed.json'));
    expect(await project.node('built/workloads.js')).toEqual({ code: 0, out: "[ 'total' ] []\n" });
    expect(await project.node('built/reports.js')).toEqual({ code: 0, out: '' });
    const written = readdirSync(project.folder).filter((one) => /\.(html|md|json|xml|csv)$/.test(one));
    expect(written).toEqual(
      expect.arrayContaining(['comment.md', 'junit.xml', 'report.csv', 'report.html', 'report.md']),
    );
  });

  it('needs no types of Node or of any package to be checked', async () => {
    await project.write(
      'bare/only.ts',
      `import { type ComparisonReport, gate } from 'hogbench';\nexport const x = (one: ComparisonReport): string => gate(one);\n`,
    );
    const options = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      lib: ['es2022', 'dom'],
      types: [],
      module: 'nodenext',
    };
    await project.write('bare/tsconfig.json', JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
    expect(await project.node('node_modules/typescript/lib/tsc.js', '-p', 'bare')).toEqual({ code: 0, out: '' });
  });

  it('gates a branch in a test, as the recipe does', async () => {
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd: project.folder,
        encoding: 'utf8',
      });
    const vitest = (): ReturnType<PackedProject['node']> =>
      project.node('node_modules/vitest/vitest.mjs', 'run', '--no-color', 'branch.test.ts');
    // Beside it are folders for the other programs.
    const recipe = programs.find(([file]) => file === 'queries.test.ts')?.[1] ?? '';
    await project.write('branch.test.ts', recipe.replace("workload: 'queries'", "workload: 'shop'"));
    await project.write('shop/total.sql', tenRows);
    git('init', '-q', '-b', 'main');
    git('add', 'shop');
    git('commit', '-q', '-m', 'queries');
    git('checkout', '-q', '-b', 'feature');
    const same = await vitest();
    expect(same.out).toContain('1 passed');
    expect(same.code).toBe(0);
    await project.write('shop/total.sql', manyRows);
    const worse = await vitest();
    expect(worse.out).toContain('total regressed: ');
    expect(worse.code).toBe(1);
  });

  it('gates in a test of its own', async () => {
    await project.write('queries/after/total.sql', manyRows);
    const worse = await project.node('node_modules/vitest/vitest.mjs', 'run', '--no-color', 'slower.test.ts');
    expect(worse.out).toContain('regression');
    expect(worse.out).toContain('1 failed');
    expect(worse.code).toBe(1);
    await project.write('queries/after/total.sql', tenRows);
  });
});

describe('the interface', () => {
  const call = async (text: string): Promise<unknown> => {
    await project.write('call.mjs', `import * as hogbench from 'hogbench';\n${text}\n`);
    const { out, code } = await project.node('call.mjs');
    return code === 0 ? JSON.parse(out) : out;
  };
  const caught = (...options: readonly string[]): Promise<unknown> =>
    call(`const told = [];
      for (const options of [${options.join(', ')}])
        await hogbench.ab(options).then(() => told.push('measured'), ({ name, kind, message, where, fix }) =>
          told.push({ name, kind, text: message + ' | ' + where + ' | ' + fix }));
      console.log(JSON.stringify(told));`);

  it('refuses what would be measured otherwise than was meant', async () => {
    const refused = [
      ["{ workload: 'queries/before', margin: 5 }", 'margin in the options of ab'],
      ["{ workload: 'queries/before', budgetMs: '10m' }", 'budgetMs in the options of ab'],
      ["{ workload: 'queries/before', margn: 0.01 }", 'margn'],
      ["{ workload: 'queries/before', minPairs: 9, maxPairs: 8 }", 'maxPairs 8 is below minPairs 9'],
      ["{ workload: 'queries/before', baseline: { settings: { database: 'x' } } }", 'database'],
      ["{ workload: 'queries/before', target: 'somewhere' }", 'neither embedded nor a URL'],
      [
        "{ workload: 'queries/before', target: { url: 'http://127.0.0.1:1', pasword: 'x' } }",
        'an option that does not exist',
      ],
      [
        "{ workload: 'queries/before', target: { url: 'http://127.0.0.1:1', allowSetup: 'false' } }",
        'target in the options',
      ],
      ["{ workload: 'queries/before', concurrency: 1e9 }", 'concurrency in the options of ab'],
      ["{ workload: { name: 'x', cases: [] } }", 'workload in the options of ab'],
      ['{}', 'the baseline has no workload'],
      [
        "{ workload: 'queries/before', candidate: { workload: 'queries/after', sql: 'SELECT 1' } }",
        'a workload and sql',
      ],
      ["{ workload: 'queries/before', candidate: { sql: 'SELECT 1' } }", '`queries/before` is a workload'],
      ["{ baseline: { sql: 'SELECT 1' }, candidate: { sql: 'DROP TABLE t' } }", 'sql of the candidate:1:1'],
      [
        "{ baseline: { sql: 'SELECT 1' }, candidate: { sql: 'SELECT 2' }, over: 'queries' }",
        '`queries` has no workload.yaml',
      ],
      ["{ workload: 'queries/before', over: 'posthog' }", '`queries/before` is a workload'],
      ["{ workload: 'nowhere' }", 'nowhere'],
    ];
    const told = await caught(...refused.map(([options = '']) => options));
    expect(told).toEqual(
      refused.map(([, text]) => ({ name: 'UserError', kind: 'usage', text: expect.stringContaining(text ?? '') })),
    );
  });

  it('tells no password', async () => {
    const secret = 'correct-horse-battery';
    const texts = await caught(
      `{ workload: 'queries/before', all: true, target: 'http://me:${secret}@127.0.0.1:1' }`,
      `{ workload: 'queries/before', all: true, target: { url: 'http://127.0.0.1:1', user: 'me', password: '${secret}' } }`,
    );
    expect(texts).toMatchObject([{ kind: 'usage' }, { kind: 'target' }]);
    expect(JSON.stringify(texts)).not.toContain(secret);
  });

  it('tells how the work goes, survives a listener that throws, and leaves nothing behind', async () => {
    const told = await call(`
      import { readdirSync } from 'node:fs';
      import { tmpdir } from 'node:os';
      process.removeAllListeners('warning');
      const kinds = new Set();
      const options = { baseline: { workload: 'queries/before' }, candidate: { workload: 'queries/after' }, all: true, countersOnly: true };
      const first = await hogbench.ab({ ...options, onProgress: ({ kind }) => kinds.add(kind) });
      let calls = 0;
      const second = await hogbench.ab({ ...options, onProgress: () => { calls += 1; throw new Error('no'); } });
      const texts = { baseline: { sql: 'SELECT 1 AS one' }, candidate: { sql: '-- name: mine\\nSELECT 1 + 0 AS one' } };
      const third = await hogbench.ab({ ...texts, countersOnly: true, onProgress: async () => { throw new Error('no'); } });
      const left = readdirSync(tmpdir()).filter((name) => name.includes('-' + process.pid + '-'));
      console.log(JSON.stringify({ kinds: [...kinds].sort(), calls, left, runFile: first.runFile,
        gates: [first, second].map((one) => hogbench.gate(one.report)),
        again: hogbench.compareRun(first.run).counts.equivalent === first.report.counts.equivalent,
        texts: third.report.cases.map(({ caseId, verdict }) => [caseId, verdict]), options: first.report.options }));`);
    expect(told).toEqual({
      kinds: expect.arrayContaining(['note', 'phase', 'step']),
      calls: 1,
      left: [],
      runFile: null,
      gates: ['passed', 'passed'],
      again: true,
      texts: [['mine', 'resultChanged']],
      options: [{ name: 'counters-only', value: 'true', from: 'the calling program' }],
    });
  });

  it('ends with its signal, and no gate passes what is left', async () => {
    const ended = await call(`
      const stop = new AbortController();
      const onProgress = ({ kind }) => kind === 'step' && stop.abort();
      const compared = await hogbench.ab({ workload: 'queries/before', candidate: { settings: { max_threads: 1 } }, signal: stop.signal, onProgress, out: 'stopped' });
      const early = AbortSignal.abort();
      const rejected = await hogbench.ab({ workload: 'queries/before', candidate: { settings: { max_threads: 1 } }, signal: early }).catch((error) => error.kind);
      const saved = await hogbench.readRun('stopped/run.jsonl.gz');
      console.log(JSON.stringify({ status: compared.report.status.kind, gate: hogbench.gate(compared.report), rejected, saved: saved.run.status.kind }));`);
    expect(ended).toEqual({
      status: 'interrupted',
      gate: 'interrupted',
      rejected: 'interrupted',
      saved: 'interrupted',
    });
  });

  it('tells what the system refuses as something to fix', async () => {
    await project.write('a-file', '');
    expect(await caught("{ workload: 'queries/before', countersOnly: true, out: 'a-file/out' }")).toMatchObject([
      { name: 'UserError', text: expect.stringContaining('a-file') },
    ]);
  });

  it('passes nothing that is no report of a comparison', async () => {
    const told = await call(`
      import { readFileSync } from 'node:fs';
      const report = JSON.parse(readFileSync('passed.json', 'utf8'));
      const { equivalent, ...others } = report.counts;
      const attempts = {
        report: [report],
        strict: [report, { strict: true }],
        nothing: [undefined],
        empty: [{}],
        countsOfOthers: [{ ...report, counts: { ...report.counts, equivalent: equivalent + 1 } }],
        noCases: [{ ...report, cases: [], counts: { equivalent: 0, ...others } }],
        otherVersion: [{ ...report, schemaVersion: 2 }],
        misspelt: [report, { failOn: ['regresed'] }],
        noVerdict: [report, { failOn: [] }],
        noFailure: [report, { failOn: ['equivalent'] }],
        oddChoice: [report, { stric: true }],
      };
      const gated = Object.entries(attempts).map(([name, [one, choices]]) => {
        try { return [name, hogbench.gate(one, choices)]; } catch (error) { return [name, error.name]; }
      });
      console.log(JSON.stringify(Object.fromEntries(gated)));`);
    expect(told).toEqual({
      ...{ report: 'passed', strict: 'passed', nothing: 'UserError', empty: 'UserError', countsOfOthers: 'UserError' },
      ...{
        noCases: 'undecided',
        otherVersion: 'UserError',
        misspelt: 'UserError',
        noVerdict: 'UserError',
        noFailure: 'UserError',
        oddChoice: 'UserError',
      },
    });
  });

  it('judges nothing that is no run, and by no margin that is none', async () => {
    const told = await call(`
      const { run } = await hogbench.readRun('hogbench-out/run.jsonl.gz');
      const [one] = run.samples;
      const oneArm = { ...run, plan: { ...run.plan, arms: ['baseline'] }, samples: run.samples.filter(({ arm }) => arm === 'baseline'),
        cases: run.cases.filter(({ arm }) => arm === 'baseline'), arms: run.arms.slice(0, 1) };
      const attempts = {
        run: () => hogbench.compareRun(run),
        gated: () => hogbench.compareRun(run, { gate: { countersOnly: true } }),
        countersUntold: () => hogbench.compareRun(run, { gate: {} }),
        oddMargin: () => hogbench.compareRun(run, { gate: { countersOnly: true, margin: 5 } }),
        nothing: () => hogbench.compareRun(),
        read: () => hogbench.compareRun({ run }),
        noCases: () => hogbench.compareRun({ ...run, cases: [] }),
        saved: () => hogbench.compareRuns(oneArm, { ...oneArm, id: 'other' }),
        notANumber: () => hogbench.compareRuns(oneArm, oneArm, { margin: NaN }),
        infinite: () => hogbench.compareRuns(oneArm, oneArm, { margin: Infinity }),
        misspelt: () => hogbench.compareRuns(oneArm, oneArm, { margn: 0.01 }),
        policy: () => hogbench.compareRuns(oneArm, oneArm, { policy: { version: 'ignore' } }),
        summary: () => hogbench.summarizeRun(oneArm),
        ofTwo: () => hogbench.summarizeRun(run),
        ofNothing: () => hogbench.summarizeRun(),
      };
      const judged = Object.entries(attempts).map(([name, attempt]) => {
        try { return [name, attempt().kind]; } catch (error) { return [name, error.name]; }
      });
      console.log(JSON.stringify(Object.fromEntries(judged)));`);
    const refused = [
      'countersUntold',
      'oddMargin',
      'nothing',
      'read',
      'noCases',
      'notANumber',
      'infinite',
      'misspelt',
      'policy',
      'ofTwo',
      'ofNothing',
    ];
    expect(told).toEqual({
      ...{ run: 'comparison', gated: 'comparison', saved: 'comparison', summary: 'run' },
      ...Object.fromEntries(refused.map((name) => [name, 'UserError'])),
    });
  });

  it('measures nothing where both arms send the same, and says of how many cases', async () => {
    const told = await call(`
      const { report, run } = await hogbench.ab({ workload: 'queries/before' });
      console.log(JSON.stringify([report.cases.length, report.identical > 0, run.samples.length, hogbench.gate(report)]));`);
    expect(told).toEqual([0, true, 0, 'passed']);
  });
});
