import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/schema/report/reportSchema.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import type { TestIo } from '../support/testIo.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

const schema = new URL('../../docs/report.schema.json', import.meta.url);
let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace(shop);
});
afterAll(() => space.remove());

async function check(text: string): Promise<void> {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(await readFile(schema, 'utf8')),
  );
  const json: unknown = JSON.parse(text);
  expect(validate(json), JSON.stringify(validate.errors?.[0])).toBe(true);
  expect(reportSchema.safeParse(json).error?.issues).toBeUndefined();
}

const missing = { kind: 'missing', cause: 'not-permitted', detail: 'no grant' } as const;
const failed = { kind: 'failed', clientMs: 3, code: 241, message: 'Memory limit exceeded' } as const;

/** Candidates unlike their baseline in one way each. */
const changes: Readonly<Record<string, ReturnType<NonNullable<FakeOptions['script']>>>> = {
  'nothing changed': {},
  'more time and work': { ms: 90, readRows: 400_000, marks: 49 },
  'no rows read at all': { readRows: 0, marks: 0 },
  'a different result': { checksum: '99' },
  'a failure': { outcome: failed },
  'no evidence': { evidence: missing },
  'processors in one arm': { ms: 90, processors: [{ name: 'Source', elapsedUs: 9, inputWaitUs: 0, outputWaitUs: 0 }] },
};

describe('the JSON that is printed is what docs/report.schema.json says', () => {
  it.each(Object.entries(changes))('ab, %s', async (_, change) => {
    const script: FakeOptions['script'] = (id, arm) => (id === 'orders_by_day' && arm === 'candidate' ? change : {});
    for (const more of [[], ['--counters-only'], ['--no-self-check', '--filter', 'orders_by_day']]) {
      const ran = await space.run([...abArguments, ...more, '--json'], { services: fakeServices({ script }) });
      await check(ran.out);
    }
  });

  it('ab, interrupted; and report of what there is', async () => {
    let io: TestIo | undefined;
    const services = fakeServices({ onBatch: (batches) => batches === 3 && io?.interrupt() });
    const keep = (made: TestIo): void => {
      io = made;
    };
    const ran = await space.run([...abArguments, '--json', '--out', 'cut'], { services, io: keep });
    expect(ran.code).toBe(130);
    await check(ran.out);
    await check((await space.run(['report', 'cut/run.jsonl.gz', '--json'])).out);
  });

  it('ab, with a case of one arm alone', async () => {
    await space.write('branch/more.sql', '-- name: brand_new\nSELECT 1;\n');
    await check((await space.run([...abArguments, '--json'])).out);
  });

  it('compare, with and without times, and the summary of a run', async () => {
    const run = ['run', 'main', '--json', '--out'];
    await check((await space.run([...run, 'base', '--sessions', '5'])).out);
    await space.run([...run, 'slow', '--sessions', '5'], { services: fakeServices({ script: () => ({ ms: 90 }) }) });
    await space.run([...run, 'short', '--sessions', '2']);
    for (const other of ['slow', 'short'])
      await check((await space.run(['compare', 'base/run.jsonl.gz', `${other}/run.jsonl.gz`, '--json'])).out);
    await check((await space.run(['report', 'base/run.jsonl.gz', '--json'])).out);
  });
});
