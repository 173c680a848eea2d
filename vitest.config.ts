import { availableParallelism } from 'node:os';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // By default one core is left for others: on two, files would run one after the other, mostly waiting for a server.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});

export default config;
