import { type ChildProcess, spawn } from 'node:child_process';

/** Walks an array of 32 MB, a cache line at a time, for ever. */
const loop =
  'const walked = new Float64Array(4_194_304); for (;;) for (let i = 0; i < walked.length; i += 8) walked[i] += 1;';

/** Runs work while so many endless loops share the machine with it; they end with it, however it ends. */
export async function beside<T>(loops: number, work: () => Promise<T>): Promise<T> {
  const running: ChildProcess[] = [];
  const end = (): void => {
    for (const one of running) one.kill('SIGKILL');
  };
  process.once('exit', end);
  try {
    for (let n = 0; n < loops; n++) running.push(spawn(process.execPath, ['-e', loop], { stdio: 'ignore' }));
    return await work();
  } finally {
    end();
    process.off('exit', end);
  }
}
