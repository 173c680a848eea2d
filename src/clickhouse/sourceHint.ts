import { sources } from '../model/sources.ts';

const refusedSource = /hogbench_(?:cases|setup): Not enough privileges.* grant READ ON (\w+)/;

/** How a workload may read what the embedded server refused to its statement; empty where it refused something else. */
export function sourceHint(message: string): string {
  const name = refusedSource.exec(message)?.[1]?.toLowerCase();
  const source = sources.find((one) => one === name);
  if (source === undefined) return '';
  return ` (write sources: [${source}] in workload.yaml, and allow it with --allow-sources ${source})`;
}
