import type { Command } from 'commander';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Io } from '../io.ts';
import type { Flags } from '../options.ts';
import type { Services } from '../services.ts';
import { parseCount } from '../values.ts';

export function addLocalFlags(command: Command): Command {
  return command
    .description('An embedded ClickHouse, or a small cluster of them, in the foreground until Ctrl-C.')
    .option('--nodes <n>', 'servers, each a shard of the cluster "hogbench"', '1')
    .option('--data <folder>', 'keep the data here (default: a folder of its own in the cache)')
    .option('--workload <path>', "build this workload's dataset in it first")
    .addHelpText('after', '\nExample:\n  hogbench local --nodes 2 --workload posthog');
}

export async function local(flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  const nodes = parseCount(String(flags.nodes ?? '1'), '--nodes');
  const server = await services.startLocal(
    { nodes, data: textOf(flags.data), workload: textOf(flags.workload), say: (text) => io.stderr(`${text}\n`) },
    io,
  );
  const interrupted = new Promise<undefined>((resolve) => {
    io.onInterrupt(() => resolve(undefined));
  });
  io.stdout(server.description);
  const failure = await Promise.race([interrupted, server.failure]);
  io.stderr('stopping\n');
  await server.stop();
  if (failure !== undefined) throw failure;
  return exitCode.fine;
}

function textOf(flag: Flags[string]): string | undefined {
  return typeof flag === 'string' ? flag : undefined;
}
