import type { LoadFault } from '../model/loadReport.ts';
import type { Trial } from '../model/loadRun.ts';
import { shortNumber } from './shortNumber.ts';

/** What is wrong with how a trial ended. */
export function* endFaults(end: Trial['end']): Generator<LoadFault> {
  if (end === undefined) {
    yield { kind: 'no-end', what: 'its end was not recorded', fix: 'run it again' };
    return;
  }
  const { ended, leftRunning, restarted, steppedMs } = end;
  if (ended.kind === 'interrupted') yield { kind: 'interrupted', what: 'it was interrupted', fix: 'run it again' };
  if (ended.kind === 'lost') {
    const what = `the server went away after ${shortNumber(ended.afterMs / 1000)} s: ${ended.reason}`;
    yield { kind: 'lost', what, fix: 'look into the log of the server, then run it again' };
  }
  if (restarted) {
    const what = 'a server was started anew while it was loaded';
    yield { kind: 'restarted', what, fix: 'look into the log of the server, then run it again' };
  }
  if (steppedMs !== undefined) {
    const what = `the clock of this machine went ${shortNumber(steppedMs / 1000)} s apart from its stopwatch meanwhile: it was set, or the machine slept or was paused, and no latency holds that time`;
    yield { kind: 'clock', what, fix: 'keep the machine awake and its clock still, then run it again' };
  }
  // who went away has nothing running, or is at fault anyway
  if (leftRunning === undefined && ended.kind !== 'lost') {
    const what = 'the server did not tell whether requests of it still ran when it was over';
    const fix = 'let the user read system.processes, look there for queries of hogbench, then run it again';
    yield { kind: 'end-unknown', what, fix };
  }
  if (leftRunning !== undefined && leftRunning > 0) {
    const what = `${leftRunning} of its requests still ran on the server when it was over`;
    yield { kind: 'left-running', what, fix: 'end them with KILL QUERY before the next run' };
  }
}
