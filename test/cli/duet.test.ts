import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRun } from '../../src/store/readRun.ts';
import { fakeServices } from '../support/fakeServices.ts';
import type { TestIo } from '../support/testIo.ts';
import { makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    ...shop,
    'hogbench.config.yaml': `targets:
  old: {url: "http://old:8123", replicas: ["http://old-2:8123"]}
  new: {url: "http://new:8123"}
  other-name: {url: "http://old-2:8123"}
`,
  });
});
afterEach(() => space.remove());

const twoServers = ['ab', 'main', '--baseline-target', 'old', '--candidate-target', 'new', '--seed', '1'];

describe('--duet', () => {
  it('starts both halves of every pair together, warm-ups too, and says so', async () => {
    const services = fakeServices();
    const ran = await space.run([...twoServers, '--duet', '--no-self-check'], { services });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('both halves of a pair at once') });
    const halves = services.requests.map((one) => one.withPrevious === true);
    expect(halves).toEqual(halves.map((_, index) => index % 2 === 1));
    expect(JSON.parse(await space.read('hogbench-out/report.json')).method.duet).toBe(true);
    expect(await space.read('hogbench-out/report.html')).toContain('ran at the same time');
  });

  it('is off unless asked for', async () => {
    const services = fakeServices();
    await space.run(twoServers, { services });
    expect(services.requests.some((one) => one.withPrevious)).toBe(false);
  });

  it('is kept by --resume, asked for again or not', async () => {
    let io: TestIo | undefined;
    const stopping = fakeServices({ onBatch: (batches) => batches === 7 && io?.interrupt() });
    const first = await space.run([...twoServers, '--duet', '--no-self-check'], {
      services: stopping,
      io: (made) => {
        io = made;
      },
    });
    expect(first.code).toBe(130);
    const services = fakeServices();
    const second = await space.run([...twoServers, '--resume', 'hogbench-out/run.jsonl.gz'], { services });
    expect(second.code).toBe(0);
    expect(services.requests.filter((one) => one.withPrevious).length).toBe(services.requests.length / 2);
    const { run } = await readRun(`${space.folder}/hogbench-out/run.jsonl.gz`);
    expect(run.plan.mode).toEqual({ kind: 'duet' });
  });

  it.each([
    ['one server', ['--target', 'new'], 'both arms run on http://new:8123'],
    ['a shared replica', ['--baseline-target', 'old', '--candidate-target', 'other-name'], 'http://old-2:8123'],
    ['one embedded server', [], 'one embedded server'],
    ['two embedded servers', ['--baseline-target', 'embedded:2'], 'this machine'],
  ])('is refused for arms on %s, before anything is opened', async (_, targets, says) => {
    for (const more of [[], ['--dry-run']]) {
      const ran = await space.run(['ab', 'main', '--duet', ...targets, ...more]);
      expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining(says) });
      expect(ran.err).toContain('--baseline-target');
    }
  });

  it('can be a default of the config', async () => {
    await space.write('hogbench.config.yaml', 'defaults: {duet: true}\n');
    expect((await space.run(['ab', 'main'])).err).toContain('--duet');
  });
});

describe('replicas in the config', () => {
  it('are told in the report, with the sessions that ran on each', async () => {
    const slow = fakeServices({
      script: (id, arm) => (id === 'search[word=hat]' && arm === 'candidate' ? { ms: 90 } : {}),
    });
    const ran = await space.run(twoServers, { services: slow });
    expect(ran.code).toBe(1);
    expect(ran.out.replaceAll(/\s+/g, ' ')).toContain(
      'The baseline ran on replicas in turn: old (sessions 1, 3, 5); old-2 (sessions 2, 4).',
    );
  });

  it('have to be the same when a run is resumed', async () => {
    let io: TestIo | undefined;
    const stopping = fakeServices({ onBatch: (batches) => batches === 7 && io?.interrupt() });
    await space.run(twoServers, {
      services: stopping,
      io: (made) => {
        io = made;
      },
    });
    await space.write(
      'hogbench.config.yaml',
      'targets:\n  old: {url: "http://old:8123"}\n  new: {url: "http://new:8123"}\n',
    );
    const ran = await space.run([...twoServers, '--resume', 'hogbench-out/run.jsonl.gz']);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('http://old:8123, http://old-2:8123') });
  });

  it.each([
    ['the own url again', '["http://old:8123/"]', 'named twice'],
    ['a user', '["http://me@old-2:8123"]', 'more than scheme, host and port'],
    ['a database', '["http://old-2:8123/db"]', 'more than scheme, host and port'],
    ['a password', '["http://me:hunter2@old-2:8123"]', 'HOGBENCH_PASSWORD'],
    ['no URL', '["old-2"]', 'is not a URL'],
    ['no list', '"http://old-2:8123"', 'replicas'],
    ['a variable that is not set', '["http://\u0024{NOT_SET}:8123"]', 'NOT_SET'],
  ])('are refused with %s', async (_, replicas, says) => {
    await space.write('hogbench.config.yaml', `targets:\n  old: {url: "http://old:8123", replicas: ${replicas}}\n`);
    const ran = await space.run(['ab', 'main', '--target', 'old']);
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining(says) });
    expect(ran.err).not.toContain('hunter2');
  });
});
