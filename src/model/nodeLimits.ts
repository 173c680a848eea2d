import type { Bytes } from './units.ts';

/** What each server of our own may take of the machine. What is absent is not limited. */
export interface NodeLimits {
  readonly cores?: number;
  readonly memoryBytes?: Bytes;
}

/** Limits as a server has them. */
export interface HeldLimits extends NodeLimits {
  /** Whether the system keeps the server's process to so many cores; else the server's settings alone do. Absent where cores are not limited. */
  readonly pinned?: boolean;
}

const mebibyte = 1024 ** 2;
const units: Readonly<Record<string, number>> = { MiB: mebibyte, GiB: 1024 ** 3, MB: 1e6, GB: 1e9 };

/** The engine alone takes 350 MB. */
const leastMemoryBytes = 512 * mebibyte;
const mostCores = 1024;

/** `2`, a whole number of cores; a text for people where it is none. */
export function parseCores(given: string | number): number | string {
  const cores = /^\d{1,6}$/.test(String(given).trim()) ? Number(given) : 0;
  return cores >= 1 && cores <= mostCores ? cores : 'is no whole number of cores';
}

/** `2GiB` in bytes; a text for people where it is no size, or too little for a server. */
export function parseMemory(given: string | number): Bytes | string {
  const [, number = '', unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?) ?([MG]i?B)$/.exec(String(given).trim()) ?? [];
  const scale = units[unit];
  if (scale === undefined) return 'is no size of memory such as 2GiB or 1500MB';
  const bytes = Math.floor(Number(number) * scale);
  return bytes >= leastMemoryBytes ? bytes : 'is too little for a server, which takes 512MiB at least';
}
