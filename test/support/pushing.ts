import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./storePusher.ts', import.meta.url));

/** Pushes made-up runs from a process of its own. @param killMs it is killed so long after its first push began; absent: it is not */
export async function pushing(
  place: string,
  first: number,
  count: number,
  killMs?: number,
): Promise<{ readonly has: readonly number[]; readonly code: number | null }> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, place, String(first), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let told = '';
  child.stdout.on('data', (data: Buffer) => {
    if (told === '' && killMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killMs);
    told += data.toString();
  });
  const [code] = (await ended) as [number | null];
  return { has: [...told.matchAll(/^has (\d+)$/gm)].map(([, run]) => Number(run)), code };
}
