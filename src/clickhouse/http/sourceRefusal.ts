import { type Source, sources } from '../../model/workload.ts';
import { fileRefusal } from '../local/hiddenFunctions.ts';

const refusedSource = /hogbench_(?:cases|setup): Not enough privileges.* grant READ ON (\w+)/;

/**
 * What the server said, with how a workload may read what the embedded server refused to its statement. Around the
 * refusal of a hidden function the engine tells of calls that the statement does not have; these are left out.
 */
export function plainRefusal(message: string): string {
  if (message.includes(fileRefusal)) return `${fileRefusal}${howToAllow('file')}`;
  const name = refusedSource.exec(message)?.[1]?.toLowerCase();
  const source = sources.find((one) => one === name);
  return source === undefined ? message : `${message}${howToAllow(source)}`;
}

function howToAllow(source: Source): string {
  return ` (write sources: [${source}] in workload.yaml, and allow it with --allow-sources ${source})`;
}
