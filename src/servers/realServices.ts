import type { Services } from '../app/services.ts';

/** The services that reach real servers. Each loads what it needs when it is asked for: not every command asks a server. */
export const realServices: Services = {
  openBench: async (...asked) => (await import('./openBench.ts')).openBench(...asked),
  openLoadBench: async (...asked) => (await import('./openLoadBench.ts')).openLoadBench(...asked),
  examine: async (...asked) => (await import('./examineTarget.ts')).examineTarget(...asked),
  judge: async (...asked) => (await import('./judgeStatements.ts')).judge(...asked),
  layOutBase: async (...asked) => (await import('../revisions/layOutBase.ts')).layOutBase(...asked),
  containedCommits: async (...asked) => (await import('../revisions/containedCommits.ts')).containedCommits(...asked),
  ownRevision: async (...asked) => (await import('../revisions/ownRevision.ts')).ownRevision(...asked),
  baseLine: async (...asked) => (await import('../revisions/baseLine.ts')).baseLine(...asked),
  startLocal: async (...asked) => (await import('./startLocal.ts')).startLocal(...asked),
  openTables: async (...asked) => (await import('./tables/openTables.ts')).openTables(...asked),
  openLog: async (...asked) => (await import('./openLog.ts')).openLog(...asked),
};
