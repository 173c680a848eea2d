import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { certificateSchema } from '../../src/schema/certificate/certificateSchema.ts';
import { loadWorkload } from '../../src/workloads/loadWorkload.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import type { TestIo } from '../support/testIo.ts';
import { makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const arms = ['--arm', 'old=http://old:8123', '--arm', 'new=http://new:8123'];
const apart: FakeOptions = { serverId: (arm) => arm };

const certify = (more: readonly string[] = [], fake: FakeOptions = apart, env: Readonly<Record<string, string>> = {}) =>
  space.run(['certify', 'main', ...arms, '--seed', '1', '--quiet', ...more], { services: fakeServices(fake), env });

const fewer = { table: 'default.events', merges: 0, mutations: 0, parts: 3, mostParts: 3, rows: 600, bytes: 9 };

const kinds = (json: string) => certificateSchema.parse(JSON.parse(json)).missing.map(({ missing }) => missing.kind);

describe('hogbench certify', () => {
  it('exits 0 where all is checked and alike, and leaves the page in every format', async () => {
    const ran = await certify(['--html', 'a.html', '--markdown', 'a.md']);
    expect(ran.err).not.toContain('error');
    expect(ran.out).toContain('certified within 5%: new');
    expect(ran.code).toBe(0);
    for (const file of ['hogbench-out/certificate.html', 'hogbench-out/certificate.md', 'a.html', 'a.md'])
      expect(await space.read(file)).toContain('certified within 5%: new');
    const json = await space.read('hogbench-out/certificate.json');
    expect(certificateSchema.parse(JSON.parse(json))).toMatchObject({ certified: true, missing: [] });
    const again = await certify(['--json', '--no-self-check']);
    expect(again.code).toBe(1);
    expect(kinds(again.out)).toEqual(['selfCheckOff']);
    expect(kinds(await space.read('hogbench-out/certificate.json'))).toEqual(['selfCheckOff']);
  });

  it('exits 1 where the candidate is worse, and of several where one is', async () => {
    const slow: FakeOptions = { ...apart, script: (_, arm) => (arm === 'candidate2' ? { ms: 90 } : {}) };
    const ran = await certify(['--arm', 'slow=http://slow:8123', '--json'], slow);
    expect(ran.code).toBe(1);
    const { certified, arms: judged } = certificateSchema.parse(JSON.parse(ran.out));
    expect(certified).toBe(false);
    expect(judged.map(({ label, certified: is }) => [label, is])).toEqual([
      ['new', true],
      ['slow', false],
    ]);
  });

  it.each<[string, readonly string[], FakeOptions, string]>([
    ['a filter', ['--filter', 'orders_*'], apart, 'filtered'],
    ['one server by two names', [], { serverId: () => 'one' }, 'sameServer'],
    ['servers that tell nothing', [], {}, 'stateUnread'],
    ['a table that the server does not show', [], { ...apart, state: () => ({ tables: [] }) }, 'tablesUnread'],
    [
      'a table that the log does not tell of, nor the server',
      [],
      { ...apart, state: () => ({ tables: [] }), tablesRead: () => undefined },
      'tablesUnread',
    ],
    [
      'another table than those that were looked at',
      [],
      { ...apart, tablesRead: () => ['shop.other'] },
      'tablesUnread',
    ],
    ['more tables than are looked at', [], { ...apart, state: () => ({ tablesLeftOut: 3 }) }, 'stateUnknown'],
    ['servers that list no table', [], { ...apart, hidesTables: true }, 'dataUnknown'],
    [
      'traffic beside the baseline alone',
      [],
      { ...apart, state: (arm) => (arm === 'baseline' ? { foreignQueries: 3 } : {}) },
      'baselineBusier',
    ],
    [
      'rows that go away from the candidate',
      [],
      { ...apart, state: (arm, reading) => (arm === 'candidate' && reading > 0 ? { tables: [fewer] } : {}) },
      'rowsVanished',
    ],
    ['coverage that nobody knows', ['--min-coverage', '90%'], apart, 'coverage'],
  ])('certifies nothing with %s', async (_, flags, fake, kind) => {
    const ran = await certify([...flags, '--json'], fake);
    expect(kinds(ran.out)).toContain(kind);
    expect(ran.code).toBe(1);
  });

  it('asks nothing of tables where cases read none, or views alone', async () => {
    const none: FakeOptions = { ...apart, hidesTables: true, tablesRead: () => [], state: () => ({ tables: [] }) };
    expect(kinds((await certify(['--json'], none)).out)).toEqual([]);
    const view: FakeOptions = {
      ...apart,
      tablesRead: () => ['shop.view'],
      state: () => ({ withoutParts: ['shop.view'] }),
    };
    expect(kinds((await certify(['--json'], view)).out)).toEqual([]);
  });

  it('certifies nothing by counters alone, nor by a config that nobody named', async () => {
    expect(kinds((await certify(['--json'], apart, { HOGBENCH_COUNTERS_ONLY: '1' })).out)).toContain('timeNotJudged');
    await space.write('hogbench.config.yaml', 'defaults: {margin: 50%}\n');
    expect(kinds((await certify(['--json'])).out)).toEqual(['foundOptions']);
    const named = await certify(['--config', 'hogbench.config.yaml']);
    expect(named.out).toContain('certified within 50%: new');
    expect(named.out).toContain('wider than the usual 5%');
  });

  it.each<[string, string, readonly string[], string]>([
    [
      'arms',
      "arms: {old: {target: 'http://old:8123', settings: {max_threads: 1}}, new: {target: 'http://new:8123'}}",
      ['--arm', 'old', '--arm', 'new'],
      'arms.old http://old:8123, max_threads=1; arms.new http://new:8123',
    ],
    [
      'targets with prices',
      "targets: {b: {url: 'http://new:8123', price: {per_hour: 2, currency: EUR}}}",
      ['--arm', 'old=http://old:8123', '--arm', 'new=b'],
      'targets.b http://new:8123; targets.b.price 2 EUR an hour',
    ],
    ['prices of units', 'prices: {currency: EUR, cpu_second: 1}', arms, 'prices cpu_second 1 EUR'],
  ])('certifies nothing by %s of a config that nobody named', async (_, config, named, told) => {
    await space.write('hogbench.config.yaml', `${config}\n`);
    const ran = (more: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
      space.run(['certify', 'main', ...named, '--seed', '1', '--quiet', '--json', ...more], {
        services: fakeServices(apart),
        env,
      });
    const { missing } = certificateSchema.parse(JSON.parse((await ran()).out));
    expect(missing.map((one) => one.missing)).toEqual([{ kind: 'foundOptions', options: told.split('; ') }]);
    expect(kinds((await ran(['--config', 'hogbench.config.yaml'])).out)).toEqual([]);
    const inCi = await ran([], { CI: 'true' });
    expect([inCi.code, inCi.err]).toEqual([2, expect.stringContaining('in CI, ')]);
  });

  it('asks for the share of production that the workload says it stands for', async () => {
    const stands = (more: string) =>
      space.write('main/workload.yaml', `stands_for: {executions: 0.95, cost: 0.91${more}}\n`);
    await stands('');
    const unsaid = await certify(['--min-coverage', '90%']);
    expect([unsaid.code, unsaid.out.replaceAll(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringContaining('does not say of which cases its share of 91% was reckoned'),
    ]);
    const [, cases, weights] = /cases: (\d+) and weights: (\d+)/.exec(unsaid.out.replaceAll(/\s+/g, ' ')) ?? [];
    expect((await certify()).out.replaceAll(/\s+/g, ' ')).toContain('which does not say of which cases');
    await stands(`, cases: ${cases}, weights: ${weights}`);
    expect((await certify(['--min-coverage', '90%'])).code).toBe(0);
    expect(kinds((await certify(['--min-coverage', '92%', '--json'])).out)).toEqual(['coverage']);
  });

  it('judges the classes of the tags that are asked for, and refuses one that no case has', async () => {
    const tagsOf = (json: string) => [
      ...new Set(certificateSchema.parse(JSON.parse(json)).arms[0]?.groups.map(({ tag }) => tag)),
    ];
    expect(tagsOf((await certify(['--json'])).out)).toEqual(['product', 'team_id']);
    expect(tagsOf((await certify(['--json', '--totals-by', 'team_id'])).out)).toEqual(['team_id']);
    const unknown = await certify(['--totals-by', 'product', 'taem_id']);
    expect([unknown.code, unknown.err]).toEqual([
      2,
      expect.stringContaining('no case of the baseline has the tag `taem_id`'),
    ]);
    await space.write('hogbench.config.yaml', 'defaults: {totals-by: product}\n');
    expect(kinds((await certify(['--json'])).out)).toEqual(['foundOptions']);
    expect(kinds((await certify(['--json', '--totals-by', 'product'])).out)).toEqual([]);
    expect((await certify([], apart, { CI: 'true' })).code).toBe(2);
  });

  it('certifies nothing where a config that nobody named chooses the classes of a run that is gone on with', async () => {
    let io: TestIo | undefined;
    const stopping = fakeServices({ ...apart, onBatch: (batches) => batches === 9 && io?.interrupt() });
    const argv = ['certify', 'main', ...arms, '--seed', '1', '--quiet'];
    const stopped = await space.run(argv, {
      services: stopping,
      io: (made) => {
        io = made;
      },
    });
    expect(stopped.code).toBe(130);
    await space.write('hogbench.config.yaml', 'defaults: {totals-by: team_id}\n');
    const resumed = await certify(['--json', '--resume', 'hogbench-out/run.jsonl.gz']);
    expect(kinds(resumed.out)).toContain('foundOptions');
  });

  it('judges the classes of the baseline, whose tags a candidate cannot take away', async () => {
    const untagged = (await space.read('main/orders.sql')).replaceAll(/^-- tags: .*\n/gm, '');
    await space.write('bare/orders.sql', untagged);
    const bare = ['--arm-workload', 'new=bare', '--json'];
    const dearer: FakeOptions = {
      ...apart,
      script: (id, arm) => ({ ms: arm === 'baseline' ? 40 : id.startsWith('search') ? 43 : 30 }),
    };
    const { missing } = certificateSchema.parse(JSON.parse((await certify(bare, dearer)).out));
    expect(missing.map((one) => one.missing)).toContainEqual(
      expect.objectContaining({ kind: 'group', tag: 'product', value: 'search' }),
    );
    expect(kinds((await certify([...bare, '--totals-by', 'team_id'])).out)).toEqual([]);
    await space.write('tiers/orders.sql', untagged.replaceAll('-- name:', '-- tags: {tier: gold}\n-- name:'));
    const refused = await certify(['--arm-workload', 'new=tiers', '--totals-by', 'tier']);
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringContaining('no case of the baseline has the tag `tier`'),
    ]);
  });

  it('certifies no scripts that nobody ran, whatever other arms there are, and runs none over those of another arm', async () => {
    await space.write('main/workload.yaml', 'schema: [schema.sql]\n');
    await space.write('main/schema.sql', 'CREATE TABLE t (a UInt8) ORDER BY a;\n');
    await space.write('by-customer/workload.yaml', 'extends: ../main\nalter: [alter.sql]\n');
    await space.write('by-customer/alter.sql', 'ALTER TABLE t MODIFY SETTING index_granularity = 1024;\n');
    await space.write(
      'hogbench.config.yaml',
      'targets: {staging: {url: "http://reader@db:8123", allow_setup: true}}\n',
    );
    const three = ['--arm', 'old=staging', '--arm', 'new=staging', '--arm', 'x=http://x:8123'];
    const ran = (...more: readonly string[]) =>
      space.run(
        [
          ...['certify', 'main', ...three, '--arm-workload', 'new=by-customer', '--config', 'hogbench.config.yaml'],
          ...['--seed', '1', '--quiet', '--json', ...more],
        ],
        { services: fakeServices({ serverId: (arm) => (arm === 'candidate2' ? 'x' : 'staging') }) },
      );
    const { missing } = certificateSchema.parse(JSON.parse((await ran()).out));
    expect(missing).toContainEqual({
      label: 'new',
      missing: expect.objectContaining({
        kind: 'otherScripts',
        text: expect.stringContaining('The scripts of `old` and `new` differ, and none was run'),
      }),
    });
    expect(missing.filter(({ label }) => label === 'x')).toEqual([]);
    const setup = await ran('--setup');
    expect([setup.code, setup.err]).toEqual([2, expect.stringContaining('`old` and `new` set up the same database')]);
  });

  it('measures every replica of a target in the first stage, which a comparison of two does not', async () => {
    const config = `targets: {pair: {url: 'http://new:8123', replicas: ['http://new-2:8123', 'http://new-3:8123']}}\n`;
    await space.write('hogbench.config.yaml', config);
    const pair = [
      '--arm',
      'old=http://old:8123',
      '--arm',
      'new=pair',
      '--config',
      'hogbench.config.yaml',
      '--seed',
      '1',
    ];
    const services = fakeServices(apart);
    const ran = await space.run(['certify', 'main', ...pair, '--json'], { services });
    expect(certificateSchema.parse(JSON.parse(ran.out)).missing).toEqual([]);
    expect(ran.err).toContain('on every replica');
    expect(await space.read('hogbench-out/report.json')).toMatch(/new-3 \(sessions? 3/);
    // A run that was begun otherwise goes on so.
    let io: TestIo | undefined;
    const stopped = fakeServices({ ...apart, onBatch: (batches) => batches === 9 && io?.interrupt() });
    await space.run(['ab', 'main', '--all', ...pair, '--quiet'], {
      services: stopped,
      io: (made) => {
        io = made;
      },
    });
    const resumed = await space.run(
      ['certify', 'main', ...pair, '--quiet', '--json', '--resume', 'hogbench-out/run.jsonl.gz'],
      { services: fakeServices(apart) },
    );
    expect(resumed.err).not.toContain('error');
    expect(kinds(resumed.out)).toContain('replicasUnmeasured');
    expect(await space.read('hogbench-out/report.json')).toContain('new (session 1)');
  });

  it('knows no share of production of cases that it was not reckoned from', async () => {
    const files = {
      orders: await space.read('main/orders.sql'),
      manifest: 'stands_for: {executions: 0.95, cost: 0.91',
    };
    const stands = (more: string) => space.write('main/workload.yaml', `${files.manifest}${more}}\n`);
    await stands('');
    await certify();
    const { cases } = certificateSchema.parse(JSON.parse(await space.read('hogbench-out/certificate.json'))).arms[0]!;
    const weights = (await loadWorkload('main', space.folder)).cases.reduce((sum, { weight }) => sum + weight, 0);
    await stands(`, cases: ${cases.compared}, weights: ${weights}`);
    expect((await certify(['--min-coverage', '90%'])).code).toBe(0);
    await space.write('main/orders.sql', files.orders.replace('weight: 100', 'weight: 90'));
    const lighter = await certify(['--min-coverage', '90%', '--json']);
    expect(certificateSchema.parse(JSON.parse(lighter.out)).missing[0]?.missing).toMatchObject({
      ...{ kind: 'coverage', covered: null },
      otherCases: { reckonedFrom: { weights }, has: { weights: weights - 10 } },
    });
    await space.write('main/orders.sql', files.orders);
    await stands(`, cases: ${cases.compared + 1}`);
    const fewer = await certify(['--min-coverage', '90%']);
    expect([fewer.code, fewer.out]).toEqual([1, expect.stringMatching(/reckoned\s+from/)]);
    // Nobody asked for a share, and none is told.
    const told = await certify();
    expect([told.code, told.out.replaceAll(/\s+/g, ' ')]).toEqual([0, expect.stringContaining('reckoned from')]);
    expect(told.out).not.toContain('stands for 95%');
  });

  it('leaves no certificate in the folder that a later one, which could not begin, might be taken for', async () => {
    for (const argv of [
      ['certify', 'main', ...arms, '--no-such-flag'],
      ['certify', 'main', ...arms, '--margin', 'much'],
    ]) {
      await certify();
      expect(await space.read('hogbench-out/certificate.html')).toContain('certified within 5%: new');
      expect((await space.run(argv)).code).toBe(2);
      expect(await readdir(join(space.folder, 'hogbench-out'))).toEqual(['earlier']);
    }
  });

  it('refuses arms that are not named, and a file that is no search for capacity', async () => {
    const unnamed = await space.run(['certify', 'main']);
    expect([unnamed.code, unnamed.err]).toEqual([2, expect.stringContaining('certify needs the arms by name')]);
    await certify(['--out', 'before']);
    const ran = await certify(['--capacity', 'before/run.jsonl.gz']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('fix:');
  });

  describe('with a search for capacity', () => {
    let searchedOnce: Workspace;
    beforeAll(async () => {
      searchedOnce = await makeWorkspace(shop);
      await searched([], apart, 'searched', searchedOnce);
    });
    afterAll(() => searchedOnce.remove());

    /** The usual search, as if it had been done here. */
    const wasSearched = (): Promise<void> =>
      cp(join(searchedOnce.folder, 'searched'), join(space.folder, 'searched'), { recursive: true });
    const searched = async (
      more: readonly string[] = [],
      fake: FakeOptions = apart,
      to = 'searched',
      { run } = space,
    ): Promise<void> => {
      const candidate = more.includes('--candidate-target') ? [] : ['--candidate-target', 'http://new:8123'];
      const targets = ['--baseline-target', 'http://old:8123', ...candidate];
      const argv = ['capacity', 'main', ...targets, '--slo', 'p95=1s', '--arrival', 'constant', '--out', to];
      const ran = await run([...argv, '--seed', '1', '--quiet', '--force', ...more], {
        services: fakeServices({ loaded: { slots: 2, serviceMs: 50 }, ...fake }),
      });
      expect([0, 1, 3], ran.err).toContain(ran.code);
    };
    const lacking = async (...more: readonly string[]): Promise<readonly string[]> => {
      const ran = await certify([
        ...['searched', ...more].flatMap((one) => ['--capacity', `${one}/run.jsonl.gz`]),
        '--json',
      ]);
      return certificateSchema
        .parse(JSON.parse(ran.out))
        .missing.map(({ missing }) => (missing.kind === 'capacity' ? missing.why : missing.kind));
    };

    it('says how much the candidate holds where both hold as much', async () => {
      await wasSearched();
      const ran = await certify(['--capacity', 'searched/run.jsonl.gz', '--json']);
      const { certified, arms: judged } = certificateSchema.parse(JSON.parse(ran.out));
      expect(certified, ran.err).toBe(true);
      expect(judged[0]?.capacity).toMatchObject({ slo: 'p95=1s' });
      expect(await space.read('hogbench-out/certificate.md')).toContain('promised by --slo p95=1s');
      expect(judged[0]?.capacity?.candidate.rate).toBeGreaterThan(30);
      expect(await space.read('hogbench-out/certificate.md')).toMatch(/searched for at \d{4}-/);
    });

    it('lets no search that holds cover for one of the same arms that does not', async () => {
      await wasSearched();
      const orders = await space.read('main/orders.sql');
      await space.write('main/orders.sql', orders.replace('LIMIT 10', 'LIMIT 11'));
      await searched([], apart, 'other');
      await space.write('main/orders.sql', orders);
      expect(await lacking()).toEqual([]);
      expect(await lacking('other')).toEqual(['otherQueries']);
    });

    it('certifies nothing by a search of other servers under the same names', async () => {
      await searched([], { serverId: (arm) => `${arm} of last week` });
      expect(await lacking()).toEqual(['otherArms']);
    });

    it('certifies nothing by a search that a config decided which nobody named', async () => {
      await space.write('hogbench.config.yaml', 'defaults: {timeout: 50s}\n');
      await searched();
      await space.write('hogbench.config.yaml', '{}\n');
      expect(await lacking()).toEqual(['found']);
    });

    it.each<[string, readonly [string, string], string]>([
      ['another text', ['LIMIT 10', 'LIMIT 11'], 'otherQueries'],
      ['another weight', ['weight: 100', 'weight: 90'], 'otherQueries'],
      ['a case that is new', ['-- name: search', '-- name: one\nSELECT 1;\n\n-- name: search'], 'otherQueries'],
    ])('certifies nothing by a search with %s', async (_, [from, to], why) => {
      await wasSearched();
      await space.write('main/orders.sql', (await space.read('main/orders.sql')).replace(from, to));
      expect(await lacking()).toEqual([why]);
    });

    it('passes over no search that is of none of the pairs', async () => {
      await wasSearched();
      await searched(['--candidate-target', 'http://other:8123'], apart, 'other');
      expect(await lacking('other')).toEqual(['otherArms']);
      expect(await space.read('hogbench-out/certificate.md')).toContain('not proved: see what is missing');
    });

    it('certifies nothing by a search that had a class of the workload in the background', async () => {
      const classes =
        'classes:\n  shop: {match: {product: shop}, slo: {p95: 1s}}\n  find: {match: {product: search}, rate: 5, slo: {p95: 1s}}\n';
      await space.write('main/workload.yaml', classes);
      await searched(['--background', 'find']);
      expect(await lacking()).toEqual(['part']);
    });

    it('certifies nothing by a search of other targets, or of a part of the cases', async () => {
      await searched(['--candidate-target', 'http://other:8123']);
      expect(await lacking()).toEqual(['otherArms']);
      await searched(['--filter', 'orders_by_day']);
      expect(await lacking()).toEqual(['part']);
    });
  });
});
