import type { Outlets } from './outputEdge.ts';

/** More than this waits for a reader who does not read: progress is left out then. */
const mostWaiting = 1024 * 1024;
const lastWaitMs = 2000;

/** stdout and stderr of a process, either of which may be gone, full, or without a reader. */
export interface StandardStreams extends Outlets {
  /** Why what was printed is not where it was to go; undefined when it is, or when its reader had enough of it. */
  readonly lost: () => string | undefined;
  /** Resolves when all is written, or `patient` is false and nobody has read it for a while. */
  readonly written: (patient: boolean) => Promise<void>;
}

/** @param stdout and `stderr`: those of the process; tests hand in their own */
export function standardStreams(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): StandardStreams {
  let lost: string | undefined;
  let isGone = false;
  let isMute = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    isGone = true;
    // `hogbench … | head` reads what it wants and goes; that is no failure of ours.
    if (error.code !== 'EPIPE') lost ??= error.code ?? error.message;
  });
  // Whoever does not read what is said beside the result loses that alone.
  stderr.on('error', () => {
    isMute = true;
  });
  return {
    stdout: (text) => {
      if (!isGone) stdout.write(text);
    },
    stderr: (text) => {
      if (!isMute && stderr.writableLength < mostWaiting) stderr.write(text);
    },
    lost: () => lost,
    async written(patient) {
      const all = Promise.all([emptied(stdout, () => isGone), emptied(stderr, () => isMute)]);
      await (patient ? all : Promise.race([all, pause(lastWaitMs)]));
    },
  };
}

/** An error of the last write comes after it. */
async function emptied(stream: NodeJS.WriteStream, isOver: () => boolean): Promise<void> {
  if (isOver()) return;
  await new Promise<void>((resolve) => {
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}
