import { afterEach, expect, it } from 'vitest';
import { type Behaviour, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, type Ran, shop, type Workspace } from '../support/workspace.ts';

const spaces: Workspace[] = [];
afterEach(async () => {
  for (const space of spaces.splice(0)) await space.remove();
});

/** One case of the shop behaves so in the candidate; all else takes 100 ms and reads 100,000 rows. */
async function gated(
  files: Readonly<Record<string, string>>,
  changed: Behaviour = {},
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran & { readonly space: Workspace }> {
  const space = await makeWorkspace({ ...shop, ...files });
  spaces.push(space);
  const usual = { ms: 100, readRows: 100_000 };
  const script = (caseId: string, arm: string): Behaviour =>
    arm === 'candidate' && caseId === 'orders_by_day' ? { ...usual, ...changed } : usual;
  const ran = await space.run(['gate', ...abArguments.slice(1), '--all', ...more], {
    services: fakeServices({ script }),
    env,
  });
  return { ...ran, space };
}

function config(rules: string, more = ''): Readonly<Record<string, string>> {
  return { 'hogbench.config.yaml': `gate:\n  rules:\n${rules}\n${more}` };
}

const slower = { ms: 160 };
const moreRows = { readRows: 200_000 };

it('lists what fails without any rules, with expected, found and who asked, and exits as ab does', async () => {
  const { code, out } = await gated({}, slower);
  expect(code).toBe(1);
  expect(out).toContain('✗ error  orders_by_day: server_time found worse');
  expect(out).toMatch(/expected {2}not worse by more than 5%\n {2}found {5}1\.\d\dx \(1\.\d\d–1\.\d\d\), /);
  expect(out).toContain('by        verdicts that fail');
});

it('passes where nothing fails', async () => {
  const { code, out } = await gated(config('    - {metric: read_rows, max: 150000}'));
  expect(code).toBe(0);
  expect(out).toContain('Gate (hogbench.config.yaml): 4 passed');
});

it('fails for a budget that a case without any change is over, and names the rule in its last line', async () => {
  const { code, out } = await gated(config("    - {if: {name: 'top_*'}, metric: server_time, max: 90ms}"));
  expect(code).toBe(1);
  expect(out).toContain('top_customers: server_time over its budget');
  expect(out.trimEnd().split('\n').at(-1)).toBe(
    'hogbench: 1 over budget, of 4 cases — exit 1 (rule 1 at hogbench.config.yaml:3:7)',
  );
});

it('does not pass a budget of what was not measured: the percentile needs executions', async () => {
  const { code, out, err } = await gated(config('    - {metric: server_time.p95, max: 10s}'));
  expect(code).toBe(3);
  expect(err).toContain(
    'rule 1 at hogbench.config.yaml:3:7: server_time.p95 needs 60 executions, and a case that is no suspect has 20 at most: --min-pairs 60 measures enough',
  );
  expect(out).toMatch(/found {5}\d+ executions, and 60 are needed/);
  expect(out).toContain('fix       `--min-pairs 60` measures enough');
  expect(out).toContain('(rule 1 at hogbench.config.yaml:3:7)');
});

it('answers a budget of a percentile once the executions suffice, and warns of nothing then', async () => {
  const { code, err } = await gated(config('    - {metric: server_time.p95, max: 10s}'), {}, ['--min-pairs', '60']);
  expect(err).not.toContain('needs 60');
  expect(code).toBe(0);
});

it('warns of no percentile that a later rule or its level lets pass', async () => {
  const warned = await gated(config('    - {metric: server_time.p95, max: 10s, level: warn}'));
  expect(warned.err).not.toContain('needs 60');
  expect(warned.code).toBe(0);
});

it('lets a warning pass and tells it; the last rule that matches wins', async () => {
  const rules = ['    - {metric: server_time, level: error}', '    - {metric: server_time, level: warn}'];
  const warned = await gated(config(rules.join('\n')), slower);
  expect(warned.out).toContain('! warning  orders_by_day: server_time found worse');
  const cpu = await gated(
    config([...rules, '    - {metric: cpu_time, level: warn}', '    - {metric: server_time, level: error}'].join('\n')),
    slower,
  );
  expect(cpu.code).toBe(1);
  expect(cpu.out).toContain('(rule 4 at hogbench.config.yaml:6:7)');
});

it('lets a rule on one metric silence no other', async () => {
  const { code, out } = await gated(config('    - {metric: read_rows, level: off}'), moreRows);
  expect(code).toBe(1);
  expect(out).toContain('· off  orders_by_day: read_rows found worse');
  expect(out).toContain('✗ error  orders_by_day: read_bytes found worse');
});

const rowsOff = ['read_rows', 'read_bytes'].map((metric) => `    - {metric: ${metric}, level: warn}`).join('\n');

it('passes a case whose every metric that is worse was let pass, and names the rule', async () => {
  const { code, out } = await gated(config(rowsOff), moreRows);
  expect(code).toBe(0);
  expect(out).toMatch(/hogbench: 1 costlier \(a warning\), 3 equivalent, of 4 cases — exit 0 \(rule 1 at .*\)/);
});

it('does not pass a slowdown that counters kept from being confirmed', async () => {
  const { code, out } = await gated(config(rowsOff), { ...moreRows, ms: 160 });
  expect(code).toBe(3);
  expect(out).toContain('? undecided  orders_by_day: server_time not shown to be no worse');
  expect(out).toMatch(
    /exit 3 \(server_time and cpu_time of 1 case were only suspected: allow them too, or write a rule for them\)\s*$/,
  );
});

it('lets no rule on a metric pass a wrong result or a failure', async () => {
  const all = ['server_time', 'cpu_time', 'memory', 'read_rows', 'read_bytes'];
  const rules = all.map((metric) => `    - {metric: ${metric}, level: off}`).join('\n');
  expect((await gated(config(rules), { checksum: 'other', ms: 160 })).code).toBe(4);
  const failing = { outcome: { kind: 'failed', clientMs: 1, code: 241, message: 'Memory limit exceeded' } } as const;
  expect((await gated(config(rules), failing)).code).toBe(1);
});

it('lets a rule on the verdict itself do so', async () => {
  const { code, out } = await gated(config('    - {verdict: result-changed, level: off}'), { checksum: 'other' });
  expect(code).toBe(0);
  expect(out).toContain('· off  orders_by_day: result changed');
});

it('holds a margin of a rule against the interval: beyond, within, or neither', async () => {
  const at = (margin: string) =>
    config(`    - {metric: read_rows, margin: ${margin}}\n    - {metric: read_bytes, level: off}`);
  expect((await gated(at('2%'), { readRows: 104_000 })).code).toBe(1);
  expect((await gated(at('5%'), { readRows: 104_000 })).code).toBe(0);
  const wider = await gated(config('    - {metric: read_rows, margin: 99%}\n    - {metric: read_bytes, margin: 99%}'), {
    readRows: 190_000,
  });
  expect(wider.code).toBe(0);
  expect(wider.out).toContain('hogbench: 1 costlier (let pass), 3 equivalent, of 4 cases');
  const loose = await gated(at('99%'), { readRows: 190_000 });
  expect(loose.code).toBe(0);
  expect(loose.out).toContain('1 costlier');
});

const allow = (entry: string) => ({
  ...config('    - {metric: read_bytes, level: off}', '  allow: hogbench.allow.yaml'),
  'hogbench.allow.yaml': `# reviewed\n- {case: 'orders_*', ${entry}}\n`,
});
const rowsTo = (upTo: string, end = 'until: 2026-01-31') =>
  allow(`metric: read_rows, up_to: ${upTo}, reason: wider window, ${end}`);

it('allows what an allowance covers, on its last day too', async () => {
  const { code, out } = await gated(rowsTo('2.0x'), moreRows);
  expect(code).toBe(0);
  expect(out).toContain('~ allowed  orders_by_day: read_rows found worse');
  expect(out).toContain('Allowed up to 2.00x: wider window (hogbench.allow.yaml:2:3)');
  expect(out).toContain('(allowed at hogbench.allow.yaml:2:3)');
});

it('tells one that is exceeded with both numbers', async () => {
  const { code, out } = await gated(rowsTo('1.9x'), moreRows);
  expect(code).toBe(1);
  expect(out).toContain('read_rows found worse, beyond the 1.90x that is allowed');
  expect(out).toContain('found     2.00x exactly');
  expect(out).toContain('raise up_to at hogbench.allow.yaml:2:3');
});

it('fails for one that has ended, and allows nothing by it', async () => {
  const { code, out } = await gated(rowsTo('3x', 'until: 2026-01-30'), moreRows);
  expect(code).toBe(1);
  expect(out).toContain('orders_*: allowance of read_rows has ended');
  expect(out).toContain('orders_by_day: read_rows found worse\n');
});

it('fails for one that nothing needs, and says to remove it', async () => {
  const { code, out } = await gated(rowsTo('3x'));
  expect(code).toBe(1);
  expect(out).toContain('allowance of read_rows that nothing needs');
  expect(out).toContain('fix       Remove it.');
  expect(out).toContain('1 allowance to fix');
});

it('waits where the case is undecided', async () => {
  const undecided = { evidence: { kind: 'missing', cause: 'unknown', detail: 'gone' } } as const;
  const { code, out } = await gated(rowsTo('3x'), undecided);
  expect(out).toContain('allowance of read_rows waits');
  expect(code).toBe(0);
});

it('covers neither another metric nor a wrong result', async () => {
  expect((await gated(allow('metric: memory, up_to: 9x, reason: r, until: 2099-01-01'), moreRows)).code).toBe(1);
  expect((await gated(rowsTo('9x'), { ...moreRows, checksum: 'other' })).code).toBe(4);
});

it('does not go by a commit that it cannot find in the history of the baseline', async () => {
  const { code, out } = await gated(rowsTo('9x', 'since: 4d5e6f'), moreRows);
  expect(code).toBe(1);
  expect(out).toContain('the commit of the baseline is not known here');
});

it.each([
  ['{metric: sever_time, max: 3s}', /unknown metric `sever_time`[\s\S]*:3:16/, /Did you mean `server_time`/],
  ['{metric: read_bytes, max: 3s}', /`3s` is no budget of read_bytes/, /2GB/],
  ['{metric: server_time, max: 3}', /`3` is no budget of server_time/, /250ms/],
  ['{metric: server_time, max: 3M}', /`3M` is no budget of server_time/, /250ms/],
  ['{metric: read_bytes, max: 2Gb}', /`2Gb` is no budget of read_bytes/, /2GB/],
  ['{metric: server_time.p97, max: 3s}', /unknown metric/, /server_time\.p50, server_time\.p90, server_time\.p95/],
  ['{if: {name: [a, b]}, metric: memory, max: 1GB}', /is one pattern, in text/, /configuration\.md/],
  ['{metric: memory, margin: .inf}', /is no margin: write a percentage/, /configuration\.md/],
  ['{metric: memory, margin: lots}', /`lots` is no margin/, /2%/],
  ['{metric: memory}', /asks for nothing/, /max/],
  ['{metric: memory, max: 1GB, margin: 2%}', /a max and a margin/, /two rules/],
  ['{verdict: regresed, level: warn}', /unknown verdict `regresed`/, /Did you mean `regressed`/],
  ['{verdict: equivalent, level: error}', /no rule is about equivalent/, /can fail/],
  ['{metrics: memory, level: warn}', /Unrecognized key[\s\S]*:3:/, /Did you mean `metric`/],
  [
    '{if: {name: tpo_customers}, metric: memory, max: 1GB}',
    /no name fits `tpo_customers`/,
    /Did you mean `top_customers`/,
  ],
  ['{if: {produkt: shop}, metric: memory, max: 1GB}', /no case has the tag `produkt`/, /Did you mean `product`/],
  ['{if: {product: shup}, metric: memory, max: 1GB}', /no `product` is `shup`/, /Did you mean `shop`/],
])('refuses the rule %s before anything is measured', async (rule, what, fix) => {
  const { code, err, out } = await gated(config(`    - ${rule}`));
  expect(code).toBe(2);
  expect(err).toMatch(what);
  expect(err).toMatch(fix);
  expect(out).not.toContain('executions');
});

it.each([
  ['metric: read_row, up_to: 2x, reason: r, until: 2099-01-01', /unknown metric `read_row`/],
  ['metric: read_rows, up_to: 1x, reason: r, until: 2099-01-01', /`1x` is no ratio above 1/],
  ["metric: read_rows, up_to: 2x, reason: ' ', until: 2099-01-01", /has no reason/],
  ['metric: read_rows, up_to: 2x, reason: r', /has no end/],
  ['metric: read_rows, up_to: 2x, reason: r, until: 2026-02-29', /`2026-02-29` is no day/],
  ['metric: read_rows, up_to: 2x, reason: r, since: 12e4', /`12e4` is no commit/],
  ['metric: read_rows, up_to: 2x, reason: r, until: 2099-01-01, since: 4d5e6f', /ends once/],
  ['metric: read_rows, upto: 2x, reason: r, until: 2099-01-01', /unknown key `upto`/],
])('refuses the allowance {%s}', async (entry, what) => {
  const { code, err } = await gated(allow(entry));
  expect(code).toBe(2);
  expect(err).toMatch(what);
  expect(err).toMatch(/hogbench\.allow\.yaml:2:\d+/);
});

it.each([
  ['notes.txt', 'the text is no list of allowances'],
  ['.', 'it is a folder, and only regular files are read'],
])('refuses %s as a file of allowances', async (file, what) => {
  const { code, err } = await gated({
    ...config('    - {metric: memory, level: warn}', `  allow: ${file}`),
    'notes.txt': 'root:x:0\n',
  });
  expect(code).toBe(2);
  expect(err).toContain(what);
  expect(err).not.toContain('Invalid input');
  expect(err).toMatch(/where: +(notes\.txt:1:1|\.)\n/);
});

it('judges the run of a folder of results, and takes no workload for one', async () => {
  const { space } = await gated({}, slower);
  const judged = await space.run(['gate', 'hogbench-out']);
  expect(judged).toEqual(await space.run(['gate', 'hogbench-out/run.jsonl.gz']));
  expect(judged.code).toBe(1);
  const stray = await space.run(['gate', 'hogbench-out', '--base', 'main']);
  expect(stray.code).toBe(2);
  expect(stray.err).toContain('--base is about measuring');
  await space.write('hogbench-out/late.sql', 'SELECT 1');
  expect((await space.run(['gate', 'hogbench-out', '--dry-run'])).out).not.toContain('slower');
});

it('says what to give it where there is nothing to judge', async () => {
  const space = await makeWorkspace();
  spaces.push(space);
  const { code, err } = await space.run(['gate']);
  expect(code).toBe(2);
  expect(err).toContain('there is no workload to compare');
  expect(err).toContain('hogbench gate hogbench-out');
});

it('refuses an allowance for no case', async () => {
  const entry = "- {case: 'ordrs_by_day', metric: memory, up_to: 2x, reason: r, until: 2099-01-01}\n";
  const { code, err } = await gated({ ...rowsTo('2x'), 'hogbench.allow.yaml': entry });
  expect(code).toBe(2);
  expect(err).toContain('an allowance for no case: `ordrs_by_day`');
  expect(err).toContain('Did you mean `orders_by_day`?');
});

it('takes rules in CI from a config that was named alone', async () => {
  const files = config('    - {verdict: result-changed, level: off}');
  const found = await gated(files, { checksum: 'other' }, [], { CI: 'true' });
  expect(found.code).toBe(2);
  expect(found.err).toContain('in CI, gate is not taken from a config that was only found');
  const named = await gated(files, { checksum: 'other' }, ['--config', 'hogbench.config.yaml'], { CI: 'true' });
  expect(named.code).toBe(0);
});

it('judges a saved run by the same rules, and refuses flags about measuring it', async () => {
  const { space, code } = await gated(config("    - {if: {name: 'top_*'}, metric: server_time, max: 90ms}"));
  expect(code).toBe(1);
  const saved = await space.run(['gate', 'hogbench-out/run.jsonl.gz']);
  expect(saved.code).toBe(1);
  expect(saved.out).toContain('top_customers: server_time over its budget');
  const reported = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--gate']);
  expect(reported.code).toBe(1);
  const shown = await space.run(['report', 'hogbench-out/run.jsonl.gz']);
  expect(shown.code).toBe(0);
  expect(shown.out).not.toContain('over its budget');
  const stray = await space.run(['gate', 'hogbench-out/run.jsonl.gz', '--base', 'main']);
  expect(stray.code).toBe(2);
  expect(stray.err).toContain('--base is about measuring');
  expect((await space.run(['gate', 'hogbench-out/run.jsonl.gz', '--nonsense'])).code).toBe(2);
  expect(await space.run(['gate', 'hogbench-out/run.jsonl.gz'])).toEqual(saved);
});

it('tells of the gate in JSON, and ab obeys the rules of its config', async () => {
  const files = config("    - {if: {name: 'top_*'}, metric: server_time, max: 90ms}");
  const { space } = await gated(files);
  const { out, code } = await space.run(['gate', 'hogbench-out/run.jsonl.gz', '--json']);
  expect(code).toBe(1);
  const { gate, options } = JSON.parse(out);
  expect(gate.outcome).toBe('regression');
  expect(gate.findings[0]).toMatchObject({
    source: { kind: 'rule', index: 0, place: 'hogbench.config.yaml:3:7' },
    ...{ asks: 'budget', outcome: 'fired', level: 'error', caseId: 'top_customers', metric: 'server_time' },
    expected: { kind: 'atMost', value: 90_000, unit: 'us' },
  });
  expect(options).toContainEqual({ name: 'rules', value: '1', from: 'hogbench.config.yaml', found: true });
  const services = fakeServices({ script: () => ({ ms: 100 }) });
  const ab = await space.run([...abArguments, '--force'], { services });
  expect(ab.code).toBe(1);
  expect(ab.out).toContain('top_customers: server_time over its budget');
});

it('counts what a preset asks', async () => {
  const preset = (name: string) => ({ 'hogbench.config.yaml': `gate: {preset: ${name}}\n` });
  expect((await gated(preset('default'), slower)).code).toBe(1);
  const counters = await gated(preset('counters-only'), slower);
  expect(counters.code).toBe(0);
  expect(counters.out).toContain('! warning  orders_by_day: server_time found worse');
  expect((await gated(preset('counters-only'), moreRows)).code).toBe(1);
  expect((await gated(preset('migration'), moreRows)).code).toBe(0);
  expect((await gated(preset('migration'), { checksum: 'other' })).code).toBe(4);
  const wrong = await gated(preset('stricter'));
  expect(wrong.code).toBe(2);
});

it('shows the gate in every format, and no reader of JUnit takes what a rule let pass for a pass', async () => {
  const rules = `${rowsOff}\n    - {if: {name: 'top_*'}, metric: server_time, max: 90ms}\n    - {metric: server_time.p95, max: 9s}`;
  const { space } = await gated(config(rules), moreRows);
  const files = ['--junit', 'j.xml', '--markdown', 'm.md', '--html', 'h.html', '--comment', 'c.md'];
  expect((await space.run(['gate', 'hogbench-out/run.jsonl.gz', ...files])).code).toBe(1);
  const junit = await space.read('j.xml');
  expect(junit).toContain(
    '<testcase classname="hogbench gate" name="top_customers: server_time over its budget" file="',
  );
  expect(junit).toMatch(/<testcase classname="[^"]*" name="orders_by_day" file="[^"]*orders\.sql" line="[0-9]+"/);
  expect(junit).toMatch(/<failure type="budget" message="expected at most 90\.0 ms; found 1\d\d ms/);
  expect(junit).toMatch(/<error type="budget" message="[^"]*60 are needed/);
  expect(junit).toMatch(/name="orders_by_day"[^>]*>\s*<skipped/);
  expect(junit).toMatch(/<testsuites name="hogbench" tests="9" failures="1" errors="4">/);
  const markdown = await space.read('m.md');
  expect(markdown).toContain('### ❌ 1 costlier (a warning), 1 over budget, of 4 cases');
  expect(markdown).toContain(
    '| ✗&nbsp;error | <code>top_customers</code> | server_time over its budget | at most 90.0 ms |',
  );
  const html = await space.read('h.html');
  expect(html).toContain('<h2 id="gate">Gate: 1 error, 4 undecided, 2 warnings, 6 passed</h2>');
  expect(html).toContain('<a href="#case&#x3D;top_customers">top_customers</a>');
  expect(await space.read('c.md')).toContain('❌ 1 costlier (a warning), 1 over budget');
});

it('tells in lint what is wrong with rules and allowances, all of it', async () => {
  const space = await makeWorkspace({
    ...shop,
    'hogbench.config.yaml':
      'gate:\n  rules:\n    - {metric: memry, max: 1GB}\n    - {if: {name: nobody}, metric: memory, max: 1GB}\n  allow: a.yaml\n',
    'a.yaml': [
      '- {case: top_customers, metric: memory, up_to: 2x, reason: r, until: 2020-01-01}',
      '- {case: nobody, metric: memory, up_to: 2x, reason: r, until: 2099-01-01}\n',
    ].join('\n'),
  });
  spaces.push(space);
  const { code, out } = await space.run(['lint', 'main', '--offline']);
  expect(code).toBe(1);
  expect(out).toContain('hogbench.config.yaml:3:16: error: unknown metric `memry` (gate-rule)');
  expect(out).toContain('hogbench.config.yaml:4:7: error: a rule matches no case: no name fits `nobody` (gate-rule)');
  expect(out).toContain('a.yaml:1:3: error: the allowance of `top_customers` has ended with 2020-01-01');
  expect(out).toContain('a.yaml:2:3: error: an allowance for no case: `nobody` (allowance)');
});

it('reads allowances with aliases, comments and a day that a library would take for a date', async () => {
  const entry = [
    '- &one {case: orders_by_day, metric: read_rows, up_to: 2.5, reason: &why wider window, until: 2026-12-31}',
    '- {case: orders_by_day, metric: read_bytes, up_to: "2.5x", reason: *why, until: 2026-12-31} # the same',
  ];
  const files = { ...config('    - {verdict: unconfirmed, level: warn}', '  allow: hogbench.allow.yaml') };
  const { code, out } = await gated({ ...files, 'hogbench.allow.yaml': `${entry.join('\n')}\n` }, moreRows);
  expect(out).toContain('Allowed up to 2.50x: wider window');
  expect(code).toBe(0);
  expect((await gated({ ...files, 'hogbench.allow.yaml': '' })).code).toBe(0);
  const broken = await gated({ ...files, 'hogbench.allow.yaml': '- {case: *nobody}\n' });
  expect(broken.code).toBe(2);
  const missing = await gated(files);
  expect(missing.code).toBe(2);
  expect(missing.err).toContain('the allowances cannot be read: there is no such file');
});
