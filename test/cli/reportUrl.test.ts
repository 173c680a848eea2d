import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const url = 'https://ci.example.org/runs/1?a=(b)&c=|';
const link = '[The whole report](<https://ci.example.org/runs/1?a=%28b%29&amp;c=%7C>)';

describe('--report-url', () => {
  it('is linked by what ab leaves behind, and by every form for a pull request', async () => {
    await space.run([...abArguments, '--report-url', url], { services: fakeServices() });
    expect((await space.read('hogbench-out/report.md')).split('\n')[2]).toContain(` · ${link}`);
    const env = { HOGBENCH_REPORT_URL: url };
    const argv = ['report', 'hogbench-out/run.jsonl.gz', '--markdown', 'a.md', '--comment', 'b.md'];
    expect((await space.run(argv, { env })).code).toBe(0);
    for (const file of ['a.md', 'b.md']) expect((await space.read(file)).split('\n')[2]).toContain(` · ${link}`);
  });

  it('is linked where there is no verdict, too', async () => {
    await space.write('run.jsonl', '');
    await space.run(['report', 'run.jsonl', '--comment', 'b.md', '--report-url', url]);
    expect((await space.read('b.md')).split('\n').slice(0, 3)).toEqual(['### ⚠️ no verdict', '', `hogbench · ${link}`]);
  });

  it.each(['javascript:alert(1)', 'ci.example.org', 'https://user:hunter2@e.org/'])(
    'is refused before anything is measured: %s',
    async (text) => {
      const services = fakeServices();
      const ran = await space.run([...abArguments, `--report-url=${text}`], { services });
      expect({ code: ran.code, requests: services.requests.length }).toEqual({ code: 2, requests: 0 });
      expect(ran.err).toContain('--report-url');
      expect(ran.err).not.toContain('hunter2');
    },
  );
});

it('report.md says by which rules it passes: its mark is that of the exit code', async () => {
  const slower = (id: string, arm: string) => (id === 'orders_by_day' && arm === 'candidate' ? { ms: 90 } : {});
  const marks: string[] = [];
  for (const failOn of ['regressed', 'failed']) {
    const ran = await space.run([...abArguments, '--fail-on', failOn], { services: fakeServices({ script: slower }) });
    marks.push(`${ran.code} ${(await space.read('hogbench-out/report.md')).slice(4, 13)}`);
  }
  expect(marks).toEqual(['1 ❌ 1 slowe', '0 ⚠️ 1 slow']);
});
