#!/usr/bin/env node
// Nothing of ours is imported before this runs: whatever keeps the program from being loaded is told in a sentence.
import { readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';

/** In bytes; with less, Node breaks off while it loads the program, and what it says then helps nobody. */
const leastHeap = 75 * 1024 * 1024;

try {
  if (getHeapStatistics().heap_size_limit < leastHeap) throw new Error('Node has too little memory');
  const { runProcess } = await import('./cli/process/runProcess.ts');
  await runProcess();
} catch (error) {
  const [reason] = String(error instanceof Error ? error.message : error).split('\n');
  process.stderr.write(`hogbench: the program cannot be loaded: ${JSON.stringify(reason)}\n  fix:   ${fix()}\n`);
  process.exitCode = 5;
}

/** Node takes a file that it may not open for one that is not there. */
function fix(): string {
  if (getHeapStatistics().heap_size_limit < leastHeap)
    return 'give it more: NODE_OPTIONS=--max-old-space-size=512, or leave that option out';
  const allowed = allowedFiles();
  const enough = 256;
  return allowed < enough
    ? 'allow more open files: ulimit -n 1024'
    : 'install hogbench again, with Node 20.19 or newer';
}

/** Infinity where it cannot be told. */
function allowedFiles(): number {
  try {
    return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity);
  } catch (error) {
    return String(error).includes('EMFILE') ? 0 : Infinity;
  }
}
