#!/usr/bin/env node
// Nothing is imported here but by name later: whatever keeps the program from being loaded is told in a sentence.
try {
  const { runProcess } = await import('./cli/runProcess.ts');
  await runProcess();
} catch (error) {
  const [reason] = String(error instanceof Error ? error.message : error).split('\n');
  process.stderr.write(
    `hogbench: the program cannot be loaded: ${JSON.stringify(reason)}\n  mend:  install hogbench again, with Node 20.19 or newer\n`,
  );
  process.exitCode = 5;
}
