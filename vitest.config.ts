import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectInlineConfiguration, type ViteUserConfig } from 'vitest/config';

/** The tests of one folder below test/, which `npm run test:<kind>` runs alone. */
function kind(name: string, more: TestProjectInlineConfiguration['test'] = {}): TestProjectInlineConfiguration {
  return { extends: true, test: { name, include: [`test/${name}/**/*.test.ts`], ...more } };
}

/** They replace a module of ours, which then must not be there already. */
const replacing = ['test/cli/newCommand.test.ts', 'test/cli/reporters.test.ts'];

const config: ViteUserConfig = defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for is there at once on a machine that is free.
    expect: { poll: { timeout: 20_000 } },
    // By default one core is left for others: on two, files would run one after the other, mostly waiting for a server.
    // It imports JSON in a way that Node 20 does not take.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      // What is imported once serves all files of a worker: a test of these kinds leaves nothing behind in a module.
      kind('unit', { isolate: false }),
      // Inputs of megabytes, thousands of cases, any bytes: what holds of a small one in a unit test holds of these.
      kind('large', { isolate: false, testTimeout: 300_000 }),
      kind('simulation', { isolate: false, testTimeout: 300_000 }),
      kind('repository'),
      kind('cli', { isolate: false, exclude: replacing }),
      kind('cli-replacing', { include: replacing }),
      kind('browser'),
      // Some start eight servers, beside another file that does.
      kind('integration', { testTimeout: 240_000, hookTimeout: 240_000 }),
    ],
  },
});

export default config;
