import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArmsReport } from '../../src/model/armsReport.ts';
import { reportSchema } from '../../src/schema/report/reportSchema.ts';
import { installFakeGh } from '../support/fakeGh.ts';
import { type Behaviour, fakeServices, type Script } from '../support/fakeServices.ts';
import { makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const three = ['--arm', 'old=embedded', '--arm', 'new=embedded', '--arm', 'wide=embedded:1x2'];

/** How one query behaves in one candidate. */
const inArm =
  (name: string, change: Behaviour, of = 'orders_by_day'): Script =>
  (id, arm) =>
    arm === name && id === of ? change : {};

async function ab(script: Script = () => ({}), ...more: string[]) {
  const argv = ['ab', 'main', ...three, '--seed', '1', '--force', ...more];
  return space.run(argv, { services: fakeServices({ script }) });
}

const slow = { ms: 90, readRows: 400_000, marks: 49 };

describe('arms that are named', () => {
  const two = ['--arm', 'old=embedded', '--arm', 'new=embedded'];
  it.each([
    [['--arm', 'old=embedded'], '--arm names 1 arm, and a comparison has two or more'],
    [['--arm-set', 'old.max_threads=1'], '--arm names 0 arms, and a comparison has two or more'],
    [
      Array.from({ length: 9 }, (_, at) => ['--arm', `a${at}=embedded`]).flat(),
      '--arm names 9 arms, and a run has 8 at most',
    ],
    [['--arm', 'old=embedded', '--arm', 'OLD=embedded'], 'two arms are called `OLD`'],
    [[...two, '--arm', 'nwe'], '`nwe` is no arm of'],
    [[...two, '--arm', '-x=embedded'], 'not the name of an arm: `-x`'],
    [[...two, '--arm', 'a/b=embedded'], 'not the name of an arm: `a/b`'],
    [[...two, '--arm', `${'a'.repeat(41)}=embedded`], 'not the name of an arm'],
    [[...two, '--arm', 'empty='], 'the arm `empty` has no target'],
    [[...two, '--baseline-target', 'embedded'], '--baseline-target is for two arms, and --arm names them'],
    [[...two, '--candidate-set', 'a=1'], '--candidate-set is for two arms, and --arm names them'],
    [[...two, '--arm-set', 'other.max_threads=1'], '--arm-set `other.max_threads=1` names no arm'],
    [[...two, '--arm-set', 'max_threads=1'], '--arm-set `max_threads=1` names no arm'],
    [[...two, '--arm-workload', 'other=main'], '--arm-workload `other=main` names no arm'],
    [[...two, '--arm-price', 'new=12.40'], '--arm-price is a price without a currency: `12.40`'],
    [[...two, '--arm-price', 'other=1 EUR'], '--arm-price `other=1 EUR` names no arm'],
    [[...two, '--arm-price', 'old=1 EUR', '--arm-price', 'new=1 USD'], 'the price of `new` is in USD'],
    [[...two, 'branch'], 'two workloads are named beside --arm'],
  ])('are refused: %j', async (flags, what) => {
    const ran = await space.run(['ab', 'main', ...flags], { services: fakeServices() });
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' });
    expect(ran.err).toContain(what);
    expect(ran.err).toContain('fix:');
  });

  it('a part of two has no verdict of its own, and a rule for no case is refused, as without names', async () => {
    const arms = ['ab', 'main', ...two, '--arm-set', 'new.max_block_size=100'];
    const part = await space.run([...arms, '--shard', '1/2', '--shard-of', 'x'], { services: fakeServices() });
    expect(part.out).toContain('no verdict: hogbench merge judges all parts');
    const rules = { 'hogbench.config.yaml': 'gate:\n  rules:\n    - {if: {name: nobody}, metric: memory, max: 1GB}\n' };
    const ruled = await makeWorkspace({ ...shop, ...rules });
    const config = ['--config', 'hogbench.config.yaml'];
    for (const given of [two, three]) {
      const ran = await ruled.run(['ab', 'main', ...given, ...config], { services: fakeServices() });
      expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('a rule matches no case')]);
    }
    await ruled.remove();
  });

  it('are refused without a workload, and beside --dry-run, which is for two', async () => {
    const bare = await space.run(['ab', ...three], { services: fakeServices() });
    expect([bare.code, bare.err]).toEqual([2, expect.stringContaining('the arm `old` has no workload')]);
    const dry = await ab(undefined, '--dry-run');
    expect([dry.code, dry.err]).toEqual([2, expect.stringContaining('--dry-run tells what two arms can see')]);
  });

  it('come from the config by name alone, with their target, workload, settings and price', async () => {
    await space.write(
      'hogbench.config.yaml',
      `arms:
  old: {target: embedded, price: {per_hour: 2, currency: EUR}}
  new: {workload: branch, settings: {max_threads: 2}, price: {per_hour: 1, currency: EUR}}
`,
    );
    const services = fakeServices();
    const argv = ['ab', 'main', '--arm', 'old', '--arm', 'new', '--arm', 'own=embedded', '--arm-price', 'own=3 EUR'];
    const ran = await space.run([...argv, '--arm-set', 'new.max_block_size=7'], { services });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toContain('new: branch with max_threads=2, max_block_size=7 on embedded');
    expect(ran.out).toContain('24.00 EUR a day');
    const of = (arm: string) => services.requests.find((one) => one.arm === arm && one.sql.includes('AS day'));
    expect(of('baseline')).toMatchObject({ settings: {}, sql: expect.not.stringContaining('toTimeZone') });
    expect(of('candidate')?.sql).toContain('toTimeZone');
    expect(of('candidate')?.settings).toMatchObject({ max_threads: 2, max_block_size: '7' });
    expect(of('candidate2')?.settings).not.toHaveProperty('max_threads');
    const near = await space.run(['ab', 'main', '--arm', 'old', '--arm', 'nwe'], { services });
    expect(near.err).toContain('Did you mean new?');
  });

  it('that are alike on one server are told apart by flags that names allow', async () => {
    const argv = ['ab', 'main', '--arm', 'old=embedded', '--arm', 'new=embedded'];
    const ran = await space.run(argv, { services: fakeServices(), asTyped: true });
    expect(ran.err).toContain('--arm-set or --arm-workload');
    expect(ran.err).not.toContain('--candidate');
  });

  it('of which there are two are a comparison as ever', async () => {
    const argv = ['ab', 'main', ...three.slice(0, 4), '--seed', '1', '--json'];
    const ran = await space.run(argv, { services: fakeServices({ script: inArm('candidate', slow) }) });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out)).toMatchObject({ kind: 'comparison' });
  });
});

describe('three arms', () => {
  it('are side by side on the terminal, in Markdown and in HTML, each with its own verdict', async () => {
    const ran = await ab(inArm('candidate2', slow));
    expect(ran.code).toBe(1);
    await expect(ran.out).toMatchFileSnapshot('goldens/three-arms.txt');
    const markdown = await space.read('hogbench-out/report.md');
    await expect(markdown).toMatchFileSnapshot('goldens/three-arms.md');
    const html = await space.read('hogbench-out/report.html');
    for (const text of ['report-new.html', 'report-wide.html', 'orders_by_day']) expect(html).toContain(text);
    expect(await space.read('hogbench-out/report-wide.html')).toContain('regressed');
    const left = await readdir(join(space.folder, 'hogbench-out'));
    expect(left.sort()).toEqual(
      ['report-new.html', 'report-wide.html', 'report.html', 'report.json', 'report.md', 'run.jsonl.gz'].sort(),
    );
  });

  it('are one JSON document that the published schema describes', async () => {
    const ran = await ab(inArm('candidate2', slow), '--json', '--arm-price', 'old=2 EUR');
    const report = JSON.parse(ran.out) as ArmsReport;
    const schema = new URL('../../docs/report.schema.json', import.meta.url);
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      JSON.parse(await readFile(schema, 'utf8')),
    );
    expect(validate(report), JSON.stringify(validate.errors?.[0])).toBe(true);
    expect(reportSchema.safeParse(report).error?.issues).toBeUndefined();
    expect(report.comparisons.map(({ label, arm, report: { counts } }) => [label, arm, counts.regressed])).toEqual([
      ['new', 'candidate', 0],
      ['wide', 'candidate2', 1],
    ]);
    expect(report.cheapest?.kind).toBe('unpriced');
    expect(JSON.parse(await space.read('hogbench-out/report.json'))).toEqual(report);
  });

  it('are a CSV with a column for the arm, and a file each in formats of one comparison', async () => {
    await ab(inArm('candidate2', slow), '--csv', 'out/cases.csv', '--junit', 'out/junit.xml', '--openmetrics', 'm');
    const [titles, ...rows] = (await space.read('out/cases.csv')).trimEnd().split('\r\n');
    expect(titles).toMatch(/^arm,case,/);
    const cells = rows.map((row) => row.split(','));
    expect(new Set(cells.map(([arm]) => arm))).toEqual(new Set(['new', 'wide']));
    expect(new Set(cells.filter(([arm]) => arm === 'new').map(([, id]) => id))).toHaveProperty('size', 4);
    const regressed = cells.filter((row) => row.includes('regressed')).map(([arm, id]) => `${arm} ${id}`);
    expect(new Set(regressed)).toEqual(new Set(['wide orders_by_day']));
    expect((await readdir(join(space.folder, 'out'))).sort()).toEqual(['cases.csv', 'junit-new.xml', 'junit-wide.xml']);
    expect(await space.read('out/junit-new.xml')).toContain('failures="0"');
    expect(await space.read('out/junit-wide.xml')).toContain('failures="1"');
    expect(await space.read('m-wide')).toContain('orders_by_day');
  });

  it('overwrite no file of any candidate, and know it before they measure', async () => {
    await space.write('junit-wide.xml', 'mine');
    const services = fakeServices();
    const ran = await space.run(['ab', 'main', ...three, '--junit', 'junit.xml'], { services });
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('junit-wide.xml')]);
    expect(services.requests).toEqual([]);
    expect(await space.read('junit-wide.xml')).toBe('mine');
  });

  const failed = { kind: 'failed', clientMs: 3, code: 241, message: 'Memory limit exceeded' } as const;
  const missing = { kind: 'missing', cause: 'not-permitted', detail: 'no grant' } as const;
  const wild = (n: number) => ({ ms: 40 * (1 + 0.5 * Math.sin(n * 7)) });

  it.each<[string, number, Script]>([
    ['nothing changed', 0, () => ({})],
    ['the first slower', 1, inArm('candidate', slow)],
    ['the last slower', 1, inArm('candidate2', slow)],
    ['the last fails', 1, inArm('candidate2', { outcome: failed })],
    ['nothing decided in the last', 3, (_id, arm, n) => (arm === 'candidate2' ? wild(n) : {})],
    [
      'one slower, the other with another result',
      4,
      (id, arm) =>
        id !== 'top_customers' ? {} : arm === 'candidate' ? slow : arm === 'candidate2' ? { checksum: '9' } : {},
    ],
    [
      'one slower, the other without a log',
      5,
      (_id, arm) => (arm === 'candidate' ? slow : arm === 'candidate2' ? { evidence: missing } : {}),
    ],
  ])('exit as the worst of them: %s', async (_, code, script) => {
    const ran = await ab(script);
    expect(ran.code, ran.out + ran.err).toBe(code);
    expect(ran.out.trimEnd().split('\n').at(-1)).toContain(`exit ${code}`);
    // A gate says the same of the file.
    const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--gate']);
    expect(again.code, again.out + again.err).toBe(code);
    expect((await space.run(['report', 'hogbench-out/run.jsonl.gz'])).code).toBe(0);
  });

  it('have marks by the rules that the command exits by', async () => {
    const faster: Script = (_id, arm) => (arm === 'candidate2' ? { readRows: 20_000, marks: 3 } : {});
    expect((await ab(faster)).out).toMatch(/wide: .*\n *✅ 4 cheaper/);
    const strict = await ab(faster, '--fail-on', 'improved');
    expect(strict.code).toBe(1);
    expect(strict.out).toMatch(/wide: .*\n *❌/);
    expect(await space.read('hogbench-out/report.md')).toMatch(/\| wide \|.*❌/);
    expect(await space.read('hogbench-out/report.html')).toContain('❌');
    const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--gate', '--fail-on', 'improved']);
    expect([again.code, again.out]).toEqual([1, expect.stringMatching(/wide: .*\n *❌/)]);
  });

  it('say of an interruption that it is one', async () => {
    const alike = ['old', 'new', 'other'].flatMap((name) => ['--arm', `${name}=embedded`]);
    let press = (): void => {};
    const services = fakeServices({ onBatch: (batches) => batches === 5 && press() });
    const ran = await space.run(['ab', 'main', ...alike], {
      services,
      io: (io) => {
        press = io.interrupt;
      },
    });
    expect(ran.code).toBe(130);
    expect(ran.err).toContain('--resume');
    const rest = ['ab', 'main', ...alike, '--resume', 'hogbench-out/run.jsonl.gz'];
    const resumed = await space.run(rest, { services: fakeServices() });
    expect(resumed.code, resumed.err).toBe(0);
  });
});

describe('the file of three arms', () => {
  const file = 'hogbench-out/run.jsonl.gz';

  it('is told again by report, the same in every format', async () => {
    const ran = await ab(inArm('candidate', slow), '--json');
    const again = await space.run(['report', file, '--json', '--markdown', 'again.md', '--junit', 'again.xml']);
    expect(JSON.parse(again.out)).toEqual(JSON.parse(ran.out));
    expect(await space.read('again.md')).toBe(await space.read('hogbench-out/report.md'));
    expect(await space.read('again-new.xml')).toContain('failures="1"');
  });

  it.each([
    [['comment', file, '--pr', '12', '--repo', 'owner/name']],
    [['allow', 'orders_by_day', '--from', file, '--reason', 'a test', '--until', '2026-02-01']],
    [['compare', file, file]],
  ])('is refused where two arms are needed: %j', async ([command = '', ...rest]) => {
    await ab(inArm('candidate', slow));
    const env = await installFakeGh(space);
    const ran = await space.run([command, ...rest], { services: fakeServices(), env });
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(/this run compares (3 arms, and two are|2 candidates, and one comparison is) needed here/);
  });
});
