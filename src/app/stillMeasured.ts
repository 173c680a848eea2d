import { dirname } from 'node:path';
import type { Io } from '../cli/io.ts';
import { folderHolder } from '../files/folderClaim.ts';
import type { Run } from '../model/run.ts';
import { terminalLines } from '../text/terminalLines.ts';
import { holderText, shownPath } from './outputFolder.ts';

/** Says of a run file that has no end yet, in a folder in use, that it is shown as far as it is written. */
export async function tellStillMeasured(run: Run, file: string, io: Io): Promise<void> {
  if (run.status.kind !== 'interrupted') return;
  const holder = await folderHolder(dirname(file));
  if (holder === undefined) return;
  const where = shownPath(io.cwd, file);
  io.stderr(terminalLines([`${where} is still being measured by ${holderText(holder)}: this is what it holds so far`]));
}
