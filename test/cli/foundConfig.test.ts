import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, type Ran, shop, type Workspace } from '../support/workspace.ts';

/** A server of a stranger: it keeps whatever it is told. */
let stranger: Server;
let host: string;
let heard: string[];
let space: Workspace;

beforeAll(async () => {
  stranger = createServer((request, response) => {
    heard.push(`${request.url} ${JSON.stringify(request.headers)}`);
    response.writeHead(307, { Location: `http://${host}/elsewhere` }).end();
  });
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  host = `127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});
afterAll(() => void stranger.close());
beforeEach(async () => {
  heard = [];
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const secrets = { STAGING_PASSWORD: 'hunter2-planted', HOGBENCH_PRIVACY_KEY: 'hunter2-key' };

async function doctor(config: string, argv: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  await space.write('hogbench.config.yaml', config);
  return space.run(['doctor', ...argv], { env: { ...secrets, ...env }, services: realServices });
}

function expectNothingTold(ran: Ran): void {
  expect(heard).toEqual([]);
  expect(ran.code).toBe(2);
  expect(ran.out + ran.err).not.toContain('hunter2');
}

describe('a secret that a found config asks for', () => {
  const asking: Readonly<Record<string, (host: string) => string>> = {
    'as a password': (at) => `{url: "http://${at}", password: "\${STAGING_PASSWORD}"}`,
    'as a user': (at) => `{url: "http://${at}", user: "\${STAGING_PASSWORD}"}`,
    'in the URL': (at) => `{url: "http://${at}/?max_threads=\${STAGING_PASSWORD}"}`,
    'as a name in the URL': (at) => `{url: "http://${at}/?\${STAGING_PASSWORD}=1"}`,
    'as a host': () => `{url: "http://\${STAGING_PASSWORD}.example"}`,
    'in a replica': (at) => `{url: "http://${at}", replicas: ["http://\${STAGING_PASSWORD}.example"]}`,
    'inside other text': (at) => `{url: "http://${at}", password: "x\${STAGING_PASSWORD}y"}`,
  };

  it.each(Object.entries(asking))('is not sent %s', async (_, target) => {
    const ran = await doctor(`targets: {staging: ${target(host)}}\n`, ['--target', 'staging'], {});
    expectNothingTold(ran);
    for (const word of [
      'STAGING_PASSWORD',
      'hogbench.config.yaml, targets.staging',
      '--config',
      'HOGBENCH_SECRET_HOSTS',
    ])
      expect(ran.err).toContain(word);
  });

  it('is to be bound to its host as the variable wants it, not to the user that the URL names', async () => {
    const config = `targets: {staging: {url: "http://hogbench@${host}", password: "\${STAGING_PASSWORD}"}}\n`;
    const ran = await doctor(config, ['--target', 'staging'], {});
    expectNothingTold(ran);
    expect(ran.err).toContain(`HOGBENCH_SECRET_HOSTS="STAGING_PASSWORD=${host}"`);
  });

  it('is not sent to a host beside the one it is bound to', async () => {
    const config = `targets: {staging: {url: "http://${host}", password: "\${STAGING_PASSWORD}"}}\n`;
    const env = { HOGBENCH_SECRET_HOSTS: 'STAGING_PASSWORD=127.0.0.1:1,https://127.0.0.1' };
    const ran = await doctor(config, ['--target', 'staging'], env);
    expectNothingTold(ran);
    expect(ran.err).toContain(`is not sent to http://${host}`);
  });

  it('is not sent to a replica beside the host it is bound to', async () => {
    const config = `targets: {staging: {url: "http://db:8123", replicas: ["http://${host}"], password: "\${STAGING_PASSWORD}"}}\n`;
    expectNothingTold(
      await doctor(config, ['--target', 'staging'], { HOGBENCH_SECRET_HOSTS: 'STAGING_PASSWORD=db:8123' }),
    );
  });

  it('is sent to the host that the user bound it to, and not where that host redirects to', async () => {
    const config = `targets: {staging: {url: "http://${host}", password: "\${STAGING_PASSWORD}"}}\n`;
    const env = { HOGBENCH_SECRET_HOSTS: `OTHER=db STAGING_PASSWORD=${host}` };
    const ran = await doctor(config, ['--target', 'staging'], env);
    expect(ran.code).not.toBe(2);
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.filter((one) => one.startsWith('/elsewhere'))).toEqual([]);
  });

  it('goes by the default target of that config no more than by its name', async () => {
    const ran = await doctor(`defaults: {target: "http://${host}"}\n`, [], { HOGBENCH_PASSWORD: 'hunter2-url' });
    expectNothingTold(ran);
    expect(ran.err).toContain('HOGBENCH_PASSWORD');
  });

  it('never is the key of pseudonyms, whoever names the file', async () => {
    const config = `targets: {staging: {url: "http://${host}", password: "\${HOGBENCH_PRIVACY_KEY}"}}\n`;
    const env = { HOGBENCH_SECRET_HOSTS: `HOGBENCH_PRIVACY_KEY=${host}` };
    expectNothingTold(await doctor(config, ['--target', 'staging'], env));
    expectNothingTold(await doctor(config, ['--target', 'staging', '--config', 'hogbench.config.yaml'], env));
  });

  it('is not had by a target that is called like the URL of the user', async () => {
    const config = `targets: {"http://db.invalid:8123": {url: "http://${host}"}}\n`;
    const ran = await doctor(config, ['--target', 'http://db.invalid:8123'], { HOGBENCH_PASSWORD: 'hunter2' });
    expect(heard).toEqual([]);
    expect(ran.code).toBe(5);
  });

  it('never is a client certificate', async () => {
    const config = 'targets: {staging: {url: "https://db", tls: {cert: me.pem, key: me.pem}}}\n';
    expectNothingTold(await doctor(config, ['--target', 'staging'], {}));
  });
});

describe('a named config', () => {
  const config = (): string => `targets: {staging: {url: "http://${host}", password: "\${STAGING_PASSWORD}"}}\n`;

  it('is trusted with what it asks for', async () => {
    await doctor(config(), ['--target', 'staging', '--config', 'hogbench.config.yaml'], {});
    expect(heard.length).toBeGreaterThan(0);
  });

  it('is trusted when the environment names it', async () => {
    await doctor(config(), ['--target', 'staging'], { HOGBENCH_CONFIG: 'hogbench.config.yaml' });
    expect(heard.length).toBeGreaterThan(0);
  });

  it('goes by the bindings of the user all the same', async () => {
    const env = { HOGBENCH_SECRET_HOSTS: 'STAGING_PASSWORD=db:8123' };
    expectNothingTold(await doctor(config(), ['--target', 'staging', '--config', 'hogbench.config.yaml'], env));
  });

  it('wins over the one that lies in the folder', async () => {
    await space.write('base/hogbench.config.yaml', 'targets: {}\n');
    expectNothingTold(await doctor(config(), ['--target', 'staging', '--config', 'base/hogbench.config.yaml'], {}));
    expectNothingTold(await doctor(config(), ['--target', 'staging', '--config', 'none'], {}));
  });

  it.each([
    ['is missing', ['--config', 'absent.yaml'], 'there is no such file'],
    ['is a folder', ['--config', 'main'], 'cannot be read'],
    ['is a device', ['--config', '/dev/zero'], 'it is a device'],
  ])('that %s is an error', async (_, argv, says) => {
    const ran = await space.run(['doctor', ...argv], {});
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(says);
  });

  it('made of aliases that multiply is an error', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`).join('\n')}\n`;
    await space.write('bomb.yaml', bomb);
    const ran = await space.run(['doctor', '--config', 'bomb.yaml'], {});
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('bomb.yaml');
    expect(ran.err).not.toContain('please report');
  });

  it('with an unset variable names file and key', async () => {
    await space.write('base.yaml', `targets: {staging: {url: "http://db", password: "\${NOT_SET_ANYWHERE}"}}\n`);
    const ran = await space.run(['doctor', '--target', 'staging', '--config', 'base.yaml'], {});
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('base.yaml, targets.staging.password');
  });
});

describe('a gate', () => {
  /** Everything that a config can say that decides a verdict, or who is asked for it. */
  const loosening = {
    'defaults.margin': 'defaults: {margin: 90%}',
    'defaults.strict': 'defaults: {strict: false}',
    'defaults.budget': 'defaults: {budget: 1s}',
    'defaults.max-pairs': 'defaults: {max-pairs: 5}',
    'defaults.min-pairs': 'defaults: {min-pairs: 1}',
    'defaults.self-check': 'defaults: {self-check: false}',
    'defaults.counters-only': 'defaults: {counters-only: true}',
    'defaults.timeout': 'defaults: {timeout: 1ms}',
    'defaults.show-rows': 'defaults: {show-rows: values}',
    'defaults.out': 'defaults: {out: elsewhere}',
    'defaults.target': 'defaults: {target: "http://db:8123"}',
    'defaults.candidate-target': 'defaults: {candidate-target: "http://db:8123"}',
    'defaults.duet': 'defaults: {duet: true}',
  };

  it.each(Object.entries(loosening))('in CI takes no %s from a found config', async (key, config) => {
    await space.write('hogbench.config.yaml', `${config}\n`);
    const ran = await space.run(abArguments, { env: { CI: 'true' } });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(`${key} is not taken`);
    expect(ran.err).toContain('--config ../base/hogbench.config.yaml');
    await expect(space.read('hogbench-out/run.jsonl.gz')).rejects.toThrow();
  });

  it('in CI takes no target from a found config, though the command names it', async () => {
    await space.write('hogbench.config.yaml', 'targets: {staging: {url: "http://db:8123"}}\n');
    const ran = await space.run([...abArguments, '--target', 'staging'], { env: { GITLAB_CI: 'true' } });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('targets.staging');
  });

  it('in CI takes no policies of comparisons and no rules of privacy and lint from a found config', async () => {
    await space.write('hogbench.config.yaml', 'policies: {version: warn}\ncapture: {}\nlint: {min_coverage: 1%}\n');
    const env = { CI: '1' };
    for (const [argv, key] of [
      [['compare', 'a', 'b'], 'policies'],
      [['top', '--target', 'http://db:8123'], 'capture'],
      [['lint', '--coverage', '--target', 'http://db:8123'], 'lint'],
    ] as const) {
      const ran = await space.run(argv, { env });
      expect({ key, code: ran.code }).toEqual({ key, code: 2 });
      expect(ran.err).toContain(`${key} is not taken`);
    }
  });

  it('in CI takes what a flag or a variable says, and what only looks differently', async () => {
    await space.write('hogbench.config.yaml', 'defaults: {margin: 90%, fail-on: added, style: plain, quiet: true}\n');
    const argv = [...abArguments, '--margin', '5%'];
    const ran = await space.run(argv, { env: { CI: 'true', HOGBENCH_FAIL_ON: 'regressed' } });
    expect(ran).toMatchObject({ code: 0 });
  });

  it('in CI takes all of it from a named config', async () => {
    await space.write('hogbench.config.yaml', 'defaults: {margin: 90%}\n');
    const ran = await space.run([...abArguments, '--config', 'hogbench.config.yaml'], { env: { CI: 'true' } });
    expect(ran.code).toBe(0);
  });

  const other = fakeServices({
    script: (id, arm) => (id === 'orders_by_day' && arm === 'candidate' ? { checksum: '7' } : {}),
  });

  it('is not disarmed by a found config, in CI or elsewhere', async () => {
    await space.write('hogbench.config.yaml', 'defaults: {fail-on: added}\n');
    for (const env of [{}, { CI: 'true' }, { CI: 'false' }]) {
      const ran = await space.run(abArguments, { env, services: other });
      expect(ran.code).toBe(2);
      expect(ran.err).toContain('defaults.fail-on is not taken');
    }
    const unread = await space.run([...abArguments, '--config', 'none'], { services: other });
    expect(unread.code).toBe(4);
  });

  it('allows no source because a found config says so', async () => {
    await space.write('hogbench.config.yaml', 'defaults: {allow-sources: "url,file"}\n');
    const ran = await space.run(abArguments);
    expect({ code: ran.code, told: ran.err.includes('defaults.allow-sources is not taken') }).toEqual({
      code: 2,
      told: true,
    });
  });

  it('sets nothing up because a found config says so', async () => {
    await space.write('hogbench.config.yaml', 'defaults: {setup: true}\n');
    expect((await space.run(abArguments)).code).toBe(2);
  });
});

describe('reports', () => {
  const report = async (): Promise<ComparisonReport> => JSON.parse(await space.read('hogbench-out/report.json'));

  it('say of every option that is not as usual who set it, and what a found config decided', async () => {
    await space.write('hogbench.config.yaml', 'targets: {staging: {url: "http://db:8123"}}\ndefaults: {margin: 20%}\n');
    const env = { HOGBENCH_MAX_PAIRS: '9', HOGBENCH_PASSWORD: 'hunter2' };
    const ran = await space.run([...abArguments, '--target', 'staging', '--strict'], { env });
    const from = 'hogbench.config.yaml';
    expect((await report()).options).toEqual([
      { name: 'max-pairs', value: '9', from: 'HOGBENCH_MAX_PAIRS' },
      { name: 'margin', value: '20%', from, found: true },
      { name: 'strict', value: 'on', from: '--strict' },
      { name: 'target', value: 'staging', from: `--target, defined in ${from}`, found: true },
    ]);
    const said = 'margin 20% from hogbench.config.yaml (found, not named)';
    const texts = [ran.out, await space.read('hogbench-out/report.md'), await space.read('hogbench-out/report.html')];
    for (const text of texts.map((one) => one.replaceAll(/\s+/g, ' '))) {
      expect(text).toContain(said);
      expect(text).toContain('that nobody named: margin 20%, target staging');
      expect(text).not.toContain('hunter2');
    }
    const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--json', '--config', 'none']);
    expect(JSON.parse(again.out).options).toEqual((await report()).options);
  });

  it('caution of no config that was named, and say nothing where all is as usual', async () => {
    await space.write('base.yaml', 'defaults: {margin: 20%}\n');
    const ran = await space.run([...abArguments, '--config', 'base.yaml']);
    expect(ran.out.replaceAll(/\s+/g, ' ')).toContain('in effect: margin 20% from base.yaml');
    expect((await report()).notices.map(({ code }) => code)).not.toContain('config-found');
    await space.run(abArguments);
    expect(await report()).not.toHaveProperty('options');
  });

  it('of two saved runs say by what they were compared', async () => {
    for (const out of ['a', 'b']) await space.run(['run', 'main', '--sessions', '2', '--out', out]);
    await space.write('base.yaml', 'policies: {version: warn, dataset: warn}\n');
    const argv = ['compare', 'a/run.jsonl.gz', 'b/run.jsonl.gz', '--json', '--config', 'base.yaml'];
    const ran = await space.run(argv, { env: { HOGBENCH_MARGIN: '9%' } });
    expect(JSON.parse(ran.out).options).toEqual([
      { name: 'margin', value: '9%', from: 'HOGBENCH_MARGIN' },
      { name: 'on-mismatch', value: 'version=warn,dataset=warn', from: 'base.yaml' },
    ]);
  });
});
