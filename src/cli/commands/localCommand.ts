import type { Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import { emptyConfig } from '../../schema/config/config.ts';
import { removeCachedDatasets } from '../../servers/datasetRemoval.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import { parseCount } from '../flags/values.ts';
import type { Io } from '../io.ts';

export async function localCommand(flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  if (flags.clean === true) return clean(flags, io);
  const nodes = parseCount(String(flags.nodes ?? '1'), '--nodes');
  const server = await services.startLocal(
    {
      nodes,
      data: textOf(flags.data),
      workload: textOf(flags.workload),
      allowedSources: new OptionSource(flags, io, emptyConfig).read('allow-sources', 'sources') ?? new Set(),
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
  const { found, failed } = await removeCachedDatasets(io);
  if (found === 0) io.stderr('there is no cached dataset\n');
  return failed > 0 ? exitCode.usage : exitCode.fine;
}

function textOf(flag: Flags[string]): string | undefined {
  return typeof flag === 'string' ? flag : undefined;
}
