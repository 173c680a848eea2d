import type { HeldLimits } from '../model/nodeLimits.ts';
import { formatValue, plural } from './quantity.ts';

/** `1 core, 2.00 GiB`, of each server; `none` where there are none. */
export function limitsText({ cores, memoryBytes, pinned }: HeldLimits): string {
  const bySettings = pinned === false ? ' by settings' : '';
  const parts = [
    ...(cores === undefined ? [] : [`${plural(cores, 'core')}${bySettings}`]),
    ...(memoryBytes === undefined ? [] : [formatValue(memoryBytes, 'bytes')]),
  ];
  return parts.length === 0 ? 'none' : parts.join(', ');
}
