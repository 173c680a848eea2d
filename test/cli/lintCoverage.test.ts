import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hogbenchVersion } from '../../src/app/hogbenchVersion.ts';
import type { AttributionCoverage } from '../../src/model/traffic.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

const isSarif = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(new URL('../fixtures/sarif.schema.json', import.meta.url), 'utf8')),
);
const log = ['--coverage', '--target', 'http://reader@db:8123'];
let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

function logWith(coverage: Partial<AttributionCoverage>, keys: readonly string[] = []) {
  const whole: AttributionCoverage = {
    requiredTags: ['product'],
    ownerTag: 'team',
    carriers: [
      { tag: 'team', executions: 100 },
      { tag: 'product', executions: 100 },
    ],
    owners: [{ owner: 'a', executions: 100, taggedExecutions: 100, cost: 5, taggedCost: 5 }],
    executions: 100,
    taggedExecutions: 100,
    cost: 5,
    taggedCost: 5,
    ...coverage,
  };
  return fakeServices({ log: { coverage: async () => whole, tagKeys: async () => keys } });
}

for (const format of ['text', 'json', 'sarif', 'github'])
  it(`too little of a log is tagged: ${format}, exit 1`, async () => {
    const ran = await space.run(['lint', ...log, '--min-coverage', '95%', '--format', format]);
    expect(ran.code).toBe(1);
    await expect(ran.out.replaceAll(`"${hogbenchVersion}"`, '"<version>"')).toMatchFileSnapshot(
      `goldens/lint-coverage-${format}.txt`,
    );
    if (format === 'sarif') expect(isSarif(JSON.parse(ran.out)), JSON.stringify(isSarif.errors)).toBe(true);
  });

describe('the threshold', () => {
  it('is met by both shares, of executions and of cost', async () => {
    const code = async (least: string) => (await space.run(['lint', ...log, '--min-coverage', least])).code;
    // 82% of executions, 64% of cost.
    expect([await code('64%'), await code('0.65'), await code('82%'), await code('100%')]).toEqual([0, 1, 1, 1]);
  });

  it('of all is met by all and by no less', async () => {
    const all = await space.run(['lint', ...log, '--min-coverage', '100%'], { services: logWith({}) });
    expect(all.code).toBe(0);
    expect(all.out).toContain('tagged: 100% of executions, 100% of cost (product)');
    const owner = { owner: 'a', executions: 100_000, taggedExecutions: 99_999, cost: 5, taggedCost: 4.99999 };
    const one = logWith({ ...owner, owners: [owner] });
    const ran = await space.run(['lint', ...log, '--min-coverage', '100%'], { services: one });
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('99.9% of executions and 99.9% of cost carry product; at least 100% must (1 of 100,000');
  });

  it('comes from the config too, with the tags; a flag wins', async () => {
    await space.write(
      'hogbench.config.yaml',
      'lint: {required_tags: [query_type], owner_tag: product, min_coverage: 95%}\n',
    );
    const ran = await space.run(['lint', ...log, '--format', 'json']);
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out).attribution).toMatchObject({ requiredTags: ['query_type'], minCoverage: 0.95 });
    expect((await space.run(['lint', ...log, '--min-coverage', '50%'])).code).toBe(0);
    const required = await space.run(['lint', ...log, '--require', 'product', '--format', 'json']);
    expect(JSON.parse(required.out).attribution.requiredTags).toEqual(['product']);
  });

  it('asks nothing of cost where a log holds none', async () => {
    const owner = { owner: '', executions: 100, taggedExecutions: 96, cost: 0, taggedCost: 0 };
    const services = logWith({ ...owner, owners: [owner] });
    const ran = await space.run(['lint', ...log, '--min-coverage', '95%'], { services });
    expect({ code: ran.code, out: ran.out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('96% of executions carry product'),
    });
  });
});

it('stands beside a workload', async () => {
  const services = fakeServices({
    judges: ({ statements }) => ({ refusals: statements.map(() => undefined), settingRefusals: [], columns: [] }),
  });
  const ran = await space.run(['lint', 'main', ...log], { services });
  expect(ran.code).toBe(0);
  expect(ran.out).toMatch(/^main: nothing to fix in 3 statements, parsed on target .*\n\nsystem\.query_log of /);
  const json = JSON.parse((await space.run(['lint', 'main', ...log, '--format', 'json'], { services })).out);
  expect(json).toMatchObject({ workload: 'main', statements: 3, findings: [], errors: 0, notes: 3 });
  expect(json.attribution.owners.map((one: { owner: string }) => one.owner)).toEqual(['', 'web_analytics']);
});

it('shows no owner who is a person, in any format', async () => {
  const owner = { owner: 'jane@example.com', executions: 10, taggedExecutions: 5, cost: 2, taggedCost: 1 };
  const { owner: _, ...totals } = owner;
  const services = logWith({ ...totals, ownerTag: 'user_email', owners: [owner] });
  for (const format of ['text', 'json', 'sarif', 'github']) {
    const { out, err } = await space.run(['lint', ...log, '--format', format], { services });
    expect(out + err).not.toMatch(/jane|example\.com/);
    expect(out).toMatch(/@/);
  }
});

describe('bad input: exit 2, with a way to fix it', () => {
  it.each([
    ['no log', ['--coverage'], '--log-file'],
    ['the embedded server', ['--coverage', '--target', 'embedded:x'], 'embedded'],
    ['two logs', ['--coverage', '--log-file', 'a.parquet', '--log-table', 'a.b'], 'two logs'],
    ['a log that nobody reads', ['--log-file', 'a.parquet'], 'Add --coverage'],
    ['a threshold that nobody checks', ['main', '--min-coverage', '95%'], 'Add --coverage'],
    ['a share that is none', [...log, '--min-coverage', '195%'], '--min-coverage is not a share'],
    ['a window that is none', [...log, '--since', 'yesterday'], '7d'],
    ['no server wanted, and a log of one', [...log, '--offline'], '--log-file'],
    ['a filter without a workload', [...log, '--filter', 'x'], 'Name the workload'],
    ['a slip in a required tag', [...log, '--require', 'prodct'], 'did you mean `product`?'],
    ['a slip in the owner', [...log, '--owner', 'teem_id'], 'did you mean `team_id`?'],
    ['an unknown format', [...log, '--format', 'xml'], 'sarif'],
  ])('%s', async (_, argv, says) => {
    const ran = await space.run(['lint', ...argv]);
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' });
    expect(ran.err).toContain(says);
  });

  it('a wrong share in the config', async () => {
    await space.write('hogbench.config.yaml', 'lint: {min_coverage: most}\n');
    const ran = await space.run(['lint', ...log]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('lint.min_coverage of hogbench.config.yaml is not a share: most');
  });
});

it('a log without any tags is untagged, and no slip', async () => {
  const owner = { owner: '', executions: 100, taggedExecutions: 0, cost: 5, taggedCost: 0 };
  const carriers = [
    { tag: 'team', executions: 0 },
    { tag: 'product', executions: 0 },
  ];
  const ran = await space.run(['lint', ...log, '--min-coverage', '1%'], {
    services: logWith({ ...owner, carriers, owners: [owner] }),
  });
  expect({ code: ran.code, err: ran.err }).toEqual({ code: 1, err: '' });
  expect(ran.out).toContain('(no team)');
});
