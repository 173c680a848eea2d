import { afterEach, expect, it } from 'vitest';
import { type Behaviour, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, type Ran, shop, type Workspace } from '../support/workspace.ts';

/** Ways in which a change could choose the rules that it is judged by. */

const spaces: Workspace[] = [];
afterEach(async () => {
  for (const space of spaces.splice(0)) await space.remove();
});

const budget = "    - {if: {product: shop, team_id: '1'}, metric: read_bytes, max: 20MB}";

const orders = (annotations: string): string => `${annotations}
-- weight: 100
SELECT toDate(toTimeZone(at, 'UTC')) AS day, count() FROM orders GROUP BY day ORDER BY day;
`;
const own = '-- name: orders_by_day\n-- tags: {product: shop, team_id: 1}';

/** The candidate's one file, and how many rows each of its cases reads: a row is 8 bytes. */
async function gated(
  rules: string,
  branch: string,
  rows: Readonly<Record<string, number>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Ran & { readonly space: Workspace }> {
  const space = await makeWorkspace({
    ...shop,
    'branch/orders.sql': branch,
    'hogbench.config.yaml': `gate:\n  rules:\n${rules}\n`,
    ...more,
  });
  spaces.push(space);
  const script = (caseId: string, arm: string): Behaviour => ({
    ms: 100,
    readRows: (arm === 'candidate' ? rows[caseId] : undefined) ?? 1_000_000,
  });
  const ran = await space.run(['gate', ...abArguments.slice(1), '--all'], { services: fakeServices({ script }) });
  return { ...ran, space };
}

const readsMore = { orders_by_day: 10_000_000 };
const warnsOnly = '    - {metric: read_rows, level: warn}\n    - {metric: read_bytes, level: warn}';

it('goes by the tags of the baseline where the candidate has others', async () => {
  const rules = `${warnsOnly}\n${budget}`;
  const kept = await gated(rules, orders(own), readsMore);
  expect(kept.code).toBe(1);
  expect(kept.out).toContain('orders_by_day: read_bytes over its budget');
  expect(kept.out).not.toContain('other tags');
  const retagged = orders('-- name: orders_by_day\n-- tags: {product: other, team_id: 1}');
  const { code, out, space } = await gated(rules, retagged, readsMore);
  expect(code).toBe(1);
  expect(out).toContain('orders_by_day: read_bytes over its budget');
  expect(out).toContain('The candidate has other tags than the baseline in 1 case: orders_by_day.');
  for (const argv of [
    ['report', 'hogbench-out/run.jsonl.gz', '--gate'],
    ['gate', 'hogbench-out/run.jsonl.gz'],
  ])
    expect((await space.run(argv)).code).toBe(1);
  const json = JSON.parse((await space.run(['gate', 'hogbench-out/run.jsonl.gz', '--json'])).out);
  const item = json.cases.find(({ caseId }: { caseId: string }) => caseId === 'orders_by_day');
  expect(item).toMatchObject({ tags: { product: 'other' }, baselineTags: { product: 'shop', team_id: 1 } });
  expect(json.cases.filter((one: object) => 'baselineTags' in one)).toHaveLength(1);
  expect(json.gate.retagged).toEqual(['orders_by_day']);
});

it('gives no case the milder rule of tags that it did not have', async () => {
  const rules =
    '    - {if: {product: search}, metric: read_rows, level: off}\n    - {if: {product: search}, metric: read_bytes, level: off}';
  const { code } = await gated(
    rules,
    orders('-- name: orders_by_day\n-- tags: {product: search, team_id: 1}'),
    readsMore,
  );
  expect(code).toBe(1);
});

it('takes the tick from a comparison whose rules would choose otherwise by its own tags', async () => {
  const rules = `${budget.replace('20MB', '20GB')}`;
  const retagged = orders('-- name: orders_by_day\n-- tags: {product: other, team_id: 1}');
  const { space, code } = await gated(rules, retagged, {});
  expect(code).toBe(0);
  await space.run(['gate', 'hogbench-out/run.jsonl.gz', '--markdown', 'm.md']);
  expect(await space.read('m.md')).toContain('### ⚠️');
  const quiet = await gated(budget.replace('20MB', '20GB'), orders(own), {});
  await quiet.space.run(['gate', 'hogbench-out/run.jsonl.gz', '--markdown', 'm.md']);
  expect(await quiet.space.read('m.md')).toContain('### ✅');
});

const renamed = { 'branch/workload.yaml': 'name: branch\n' };
const rest = (name: string) => `${orders(own.replace('orders_by_day', name))}
-- name: top_customers
-- tags: {product: shop, team_id: 2}
SELECT customer, count() AS n FROM orders GROUP BY customer ORDER BY n DESC, customer LIMIT 10;

-- name: search
-- tags: {product: search, team_id: 1}
-- params:
--   - {word: shoe}
--   - {word: hat}
SELECT count() FROM orders WHERE body LIKE concat('%', {word:String}, '%');
`;

it.each([
  ['max: 20MB', 'read_bytes not shown to be within its budget'],
  ['margin: 2%', 'read_bytes not shown to be within its margin'],
])('does not pass a case with a %s of its own that may have been renamed', async (bound, what) => {
  const rule = `    - {if: {name: orders_by_day}, metric: read_bytes, ${bound}}`;
  const { code, out } = await gated(rule, rest('orders_by_day2'), { orders_by_day2: 4_000_000 }, renamed);
  expect(code).toBe(3);
  expect(out).toContain(`? undecided  orders_by_day: ${what}`);
  expect(out).toContain('the case is gone, and may be one of the new ones by another name');
  expect(out).toContain('(rule 1 at hogbench.config.yaml:3:7)');
});

it('asks the new name where the budget is on every name, and lets go what is gone without anything new', async () => {
  const all = '    - {metric: read_bytes, max: 20MB}';
  const within = await gated(all, rest('orders_by_day2'), {}, renamed);
  expect(within.code).toBe(0);
  const over = await gated(all, rest('orders_by_day2'), { orders_by_day2: 4_000_000 }, renamed);
  expect(over.code).toBe(1);
  const rule = '    - {if: {name: orders_by_day}, metric: read_bytes, max: 20MB}';
  const [, others = ''] = rest('x').split(/(?=-- name: top_customers)/);
  const gone = await gated(rule, others, {}, renamed);
  expect(gone.code).toBe(0);
  expect(gone.out).toContain('1 removed');
});

it.each(['5', '1', '500%', '100%'])('refuses margin: %s', async (margin) => {
  const { code, err } = await gated(`    - {metric: read_rows, margin: ${margin}}`, orders(own), {});
  expect(code).toBe(2);
  expect(err).toContain(`\`${margin}\` is no margin`);
  expect(err).toContain('it is below 100%');
});

it('takes a run of exact counters where the preset asks for no more, and not where a rule asks for time', async () => {
  const space = await makeWorkspace(shop);
  spaces.push(space);
  const script = (caseId: string, arm: string): Behaviour => ({
    ms: 100,
    readRows: arm === 'candidate' && caseId === 'orders_by_day' ? 2_000_000 : 1_000_000,
  });
  await space.run([...abArguments, '--counters-only'], { services: fakeServices({ script }) });
  const judged = async (gate: string) => {
    await space.write('hogbench.config.yaml', `gate: ${gate}\n`);
    return space.run(['gate', 'hogbench-out/run.jsonl.gz']);
  };
  const preset = await judged('{preset: counters-only}');
  expect(preset.code).toBe(1);
  expect(preset.out).toContain('orders_by_day: read_bytes found worse');
  expect((await judged('{preset: counters-only, rules: [{metric: read_rows, max: 1G}]}')).code).toBe(1);
  for (const rule of [
    '{if: {product: shop}, metric: server_time, margin: 5%}',
    '{metric: server_time.p95, max: 3s}',
    '{metric: memory, level: error}',
    '{verdict: regressed, level: error}',
  ]) {
    const { code, err } = await judged(`{preset: counters-only, rules: [${rule}]}`);
    expect(code).toBe(2);
    expect(err).toContain('the gate was not told so');
  }
  expect((await judged('{preset: strict}')).code).toBe(2);
});

it('compares under a filter a case that the candidate tags otherwise', async () => {
  const space = await makeWorkspace({
    ...shop,
    'branch/orders.sql': orders('-- name: orders_by_day\n-- tags: {product: other, team_id: 1}'),
  });
  spaces.push(space);
  const script = (caseId: string, arm: string): Behaviour => ({
    ms: 100,
    readRows: arm === 'candidate' && caseId === 'orders_by_day' ? 10_000_000 : 1_000_000,
  });
  const { code, out } = await space.run([...abArguments, '--filter', 'product=shop', '--counters-only'], {
    services: fakeServices({ script }),
  });
  expect(code).toBe(1);
  expect(out).toContain('regressed  orders_by_day');
  expect(out).not.toContain('1 removed');
});
