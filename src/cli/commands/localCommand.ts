import type { Command } from 'commander';
import type { Services } from '../../app/services.ts';
import { removeDatasets } from '../../clickhouse/local/datasetFolders.ts';
import { cacheFolder } from '../../files/home.ts';
import { UserError } from '../../model/errors.ts';
import { emptyConfig } from '../../schema/config/config.ts';
import { removalLine } from '../../servers/datasetRemoval.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { allowedSources } from '../flags/sourcesFlag.ts';
import { parseCount } from '../flags/values.ts';
import type { Io } from '../io.ts';

export function addLocalFlags(command: Command): Command {
  return command
    .description('An embedded ClickHouse, or a small cluster of them, in the foreground until Ctrl-C.')
    .option('--nodes <n>', 'servers, each a shard of the cluster "hogbench" (default: 1)')
    .option('--data <folder>', 'keep the data here (default: a folder of its own in the cache)')
    .option('--workload <path>', "build this workload's dataset in it first")
    .option('--allow-sources <names>', 'what the workload may read beside its tables while it is built: url,file')
    .option('--clean', 'start nothing: remove the cached datasets that no server is running on')
    .addHelpText('after', '\nExample:\n  hogbench local --nodes 2 --workload posthog');
}

export async function localCommand(flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  if (flags.clean === true) return clean(flags, io);
  const nodes = parseCount(String(flags.nodes ?? '1'), '--nodes');
  const server = await services.startLocal(
    {
      nodes,
      data: textOf(flags.data),
      workload: textOf(flags.workload),
      allowedSources: allowedSources(new OptionSource(flags, io, emptyConfig)),
      say: (text) => io.stderr(`${text}\n`),
    },
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

async function clean(flags: Flags, io: Io): Promise<ExitCode> {
  const other = ['nodes', 'data', 'workload'].find((name) => flags[name] !== undefined);
  if (other !== undefined)
    throw new UserError(
      'usage',
      `--clean starts no server, so --${other} says nothing`,
      'Clean first, then start the server with a command of its own.',
    );
  const removals = await removeDatasets(cacheFolder(io.env), { unusedSince: Number.POSITIVE_INFINITY });
  for (const removal of removals) io.warn(removalLine(removal, io.now()));
  if (removals.length === 0) io.stderr('there is no cached dataset\n');
  return removals.some(({ outcome }) => outcome.kind === 'failed') ? exitCode.usage : exitCode.fine;
}

function textOf(flag: Flags[string]): string | undefined {
  return typeof flag === 'string' ? flag : undefined;
}
