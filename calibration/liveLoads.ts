import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { TrialReport } from '../src/model/loadReport.ts';
import type { PublishedLoad } from '../src/model/publishedLoad.ts';

/** A workload whose one statement only sleeps, on a server with so many slots. */
export interface Sleeping {
  readonly slots: number;
  readonly seconds: number;
}

/** The commands on a workload in a folder of its own, with an embedded server of its own. */
export interface LiveLoads {
  /** Runs `hogbench load` or `hogbench capacity`, whose exit code is that of its verdict. @throws where there is no report */
  run(command: 'load' | 'capacity', ...flags: readonly string[]): Promise<PublishedLoad>;
  remove(): Promise<void>;
}

const program = resolve('dist', 'main.js');

/** @param folder is made, and removed */
export async function liveLoads({ slots, seconds }: Sleeping, folder: string): Promise<LiveLoads> {
  const workload = join(folder, 'w');
  await mkdir(workload, { recursive: true });
  const files = {
    'workload.yaml':
      'classes:\n  a: {match: {}, slo: {p95: 1s}, settings: {workload: slots}}\nscheduling: [scheduling.sql]\n',
    'scheduling.sql': `CREATE RESOURCE query (QUERY);\nCREATE WORKLOAD slots SETTINGS max_concurrent_queries = ${slots};\n`,
    'nap.sql': `SELECT sleep(${seconds});\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(workload, name), text);
  let count = 0;
  return {
    run: (command, ...flags) => {
      count += 1;
      const argv = [program, command, workload, '--out', join(folder, `out-${count}`), '--json', '--quiet', ...flags];
      const env = { ...process.env, HOGBENCH_HOME: join(folder, 'home') };
      return new Promise((done, fail) => {
        execFile(process.execPath, argv, { env, maxBuffer: 1024 ** 3 }, (error, stdout, stderr) => {
          try {
            done(JSON.parse(stdout) as PublishedLoad);
          } catch {
            fail(new Error(`${command} told nothing: ${stderr.slice(-500)}`, { cause: error }));
          }
        });
      });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What a closed loop of so many users tells of how long the one statement takes. Seconds. */
export async function closedLoop(
  loads: LiveLoads,
  users: number,
  seconds: number,
): Promise<{ readonly latency: number; readonly running: number; readonly perRequest: number }> {
  const report = await loads.run(
    'load',
    ...['--users', String(users), '--warm-up', '1s', '--duration', `${seconds}s`, '--sample', '200'],
  );
  const [one] = onlyTrial(report).classes;
  if (one?.meanMs === undefined || one.time === undefined || one.achieved === 0)
    throw new Error('a closed loop got no answer');
  return { latency: one.meanMs / 1000, running: one.time.running / 1000, perRequest: 1 / one.achieved };
}

export function onlyTrial({ trials: [trial] }: PublishedLoad): TrialReport {
  if (trial === undefined) throw new Error('a load has one trial');
  return trial;
}
