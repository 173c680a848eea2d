import { Worker } from 'node:worker_threads';

/** Ends this process with a plain word when one try takes too long: a loop that never ends lets nobody else speak. */
export interface Watchdog {
  /** @param what is shown if this try is the one that hangs */
  begin(what: string): void;
  end(): Promise<void>;
}

const longestText = 500;

/** Plain JavaScript, so that a thread needs no loader. The text of the current try is in shared memory. */
const source = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const beat = new Int32Array(workerData.beat);
const text = new Uint8Array(workerData.text);
let last = -1;
let since = Date.now();
setInterval(() => {
  const now = Atomics.load(beat, 0);
  if (now !== last) { last = now; since = Date.now(); return; }
  if (now === 0 || Date.now() - since < workerData.ms) return;
  const shown = Buffer.from(text.slice(0, Atomics.load(beat, 1))).toString();
  writeSync(2, 'lost: this try does not end: ' + shown + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, 1000);
`;

/** @param ms that a single try may take */
export function watchdog(ms: number): Watchdog {
  const beat = new SharedArrayBuffer(8);
  const text = new SharedArrayBuffer(longestText);
  const worker = new Worker(source, { eval: true, workerData: { beat, text, ms } });
  worker.unref();
  const beats = new Int32Array(beat);
  return {
    begin(what) {
      const bytes = Buffer.from(what).subarray(0, longestText);
      new Uint8Array(text).set(bytes);
      Atomics.store(beats, 1, bytes.length);
      Atomics.add(beats, 0, 1);
    },
    async end() {
      await worker.terminate();
    },
  };
}
