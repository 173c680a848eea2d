import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const noisy: FakeOptions = {
  script: (id, arm, n) => ({
    ms: 40 * (1 + (id === 'top_customers' ? 0.5 : 0.01) * Math.sin(n * 7 + (arm === 'baseline' ? 0 : 2))),
  }),
};

async function dryRun(...more: string[]) {
  const services = fakeServices(noisy);
  const ran = await space.run([...abArguments, '--dry-run', ...more], { services });
  return { ...ran, requests: services.requests };
}

describe('--dry-run after a run of the same workload', () => {
  it('says what to expect of each case and of a budget, and measures nothing', async () => {
    await space.run(abArguments, { services: fakeServices(noisy) });
    const ran = await dryRun('--budget', '10m');
    expect({ code: ran.code, requests: ran.requests.length }).toEqual({ code: 0, requests: 0 });
    await expect(ran.out).toMatchFileSnapshot('goldens/dry-run-known.txt');
  });

  it('says that a budget does not reach the first look, and which one would', async () => {
    await space.run(abArguments, { services: fakeServices(noisy) });
    const ran = await dryRun('--budget', '2s');
    expect(ran.out).toMatch(/room for \d of the 5 pairs before the first look, and decides no case/);
    const enough = ran.out.match(/first look takes a budget of about ([\d.]+) s/)?.[1];
    const again = await dryRun('--budget', `${Math.ceil(Number(enough) * 1000) + 10}ms`);
    expect(again.out).not.toContain('before the first look');
  });

  it('takes the run that --noise names, also one of a single arm', async () => {
    await space.run(['run', 'main', '--out', 'alone'], { services: fakeServices(noisy) });
    const ran = await dryRun('--noise', 'alone/run.jsonl.gz');
    expect(ran.out).toContain('by the noise of alone/run.jsonl.gz, measured on embedded');
  });

  it('takes a case without figures for the median one, and says so', async () => {
    await space.run([...abArguments, '--filter', 'search'], { services: fakeServices(noisy) });
    const ran = await dryRun();
    expect(ran.out).toMatch(/orders_by_day \*/);
    expect(ran.out).toContain('nothing is known of it');
  });

  it('says so when the file there is of another workload, or no run at all', async () => {
    await space.write('other/a.sql', '-- name: other\nSELECT 1;\n');
    await space.run(['ab', 'other']);
    const other = await dryRun();
    expect(other).toMatchObject({ code: 0, out: expect.stringContaining('too few executions of these cases') });
    await space.write('hogbench-out/run.jsonl.gz', 'garbage\n');
    expect(await dryRun()).toMatchObject({ code: 0, out: expect.stringContaining('--pilot') });
    const named = await dryRun('--noise', 'hogbench-out/run.jsonl.gz');
    expect(named).toMatchObject({ code: 2, out: '' });
  });
});

describe('--dry-run --pilot', () => {
  it('executes each case of the baseline a few times, and leaves no file', async () => {
    const ran = await dryRun('--pilot');
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('Only a pilot was measured') });
    expect(ran.out).toContain('by the noise of a pilot on embedded');
    expect(new Set(ran.requests.map((one) => one.arm))).toEqual(new Set(['baseline']));
    expect(ran.requests.length).toBeLessThan(4 * 20);
    await expect(space.read('hogbench-out/run.jsonl.gz')).rejects.toThrow('ENOENT');
  });

  it('ends like any measuring when it is interrupted, or its log cannot be read', async () => {
    let press = (): void => {};
    const services = fakeServices({ onBatch: (batches) => batches === 3 && press() });
    const stopped = await space.run([...abArguments, '--dry-run', '--pilot'], {
      services,
      io: (io) => {
        press = io.interrupt;
      },
    });
    expect(stopped).toMatchObject({ code: 130, out: '' });
    const evidence = { kind: 'missing', cause: 'not-permitted', detail: 'no SELECT grant' } as const;
    const blind = await space.run([...abArguments, '--dry-run', '--pilot'], {
      services: fakeServices({ script: () => ({ evidence }) }),
    });
    expect(blind).toMatchObject({ code: 5, err: expect.stringContaining('no SELECT grant') });
  });
});

it.each([
  [['--pilot'], '--dry-run'],
  [['--noise', 'a.gz'], '--dry-run'],
  [['--noise', 'a.gz', '--pilot', '--dry-run'], 'Choose one'],
  [['--noise', 'a.gz', '--dry-run'], 'a.gz'],
])('refuses %j', async (flags, says) => {
  const ran = await space.run([...abArguments, ...flags]);
  expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining(says) });
});
