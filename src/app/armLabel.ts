import { relative } from 'node:path';
import type { ArmSpec } from './services.ts';

/** What an arm sends, for people: its workload, the folder where the name alone would not tell the arms apart, its settings. */
export function armLabel(spec: ArmSpec, arms: readonly ArmSpec[], cwd: string): string {
  const { name, folder } = spec.workload;
  const isShared = arms.some(({ workload }) => workload.name === name && workload.folder !== folder);
  const settings = Object.entries(spec.settings).map(([key, value]) => `${key}=${value}`);
  return [
    name,
    ...(isShared ? [`(${relative(cwd, folder) || '.'})`] : []),
    ...(settings.length > 0 ? [`with ${settings.join(', ')}`] : []),
  ].join(' ');
}
