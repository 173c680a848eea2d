import { execFileSync } from 'node:child_process';

/** The embedded servers that a process has started, by their process ids. */
export function serversOf(parent: number | undefined): readonly number[] {
  const lines = execFileSync('ps', ['-Ao', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [pid = 0, of] = line.trim().split(/\s+/).map(Number);
    return of === parent && line.includes('serverProcess') ? [pid] : [];
  });
}
