import type { LocalRequest, Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import { parseTopology, type Topology, topologyAdvice } from '../../model/topology.ts';
import { emptyConfig } from '../../schema/config/config.ts';
import { removeCachedDatasets } from '../../servers/datasetRemoval.ts';
import { localPasswordVariable } from '../../servers/localDescription.ts';
import { quoted, shown } from '../../text/quote.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { type Flags, OptionSource } from '../flags/optionSource.ts';
import type { Io } from '../io.ts';
import { progressLine } from '../progressLine.ts';

const lastPort = 65_535;

export async function localCommand(flags: Flags, io: Io, services: Services): Promise<ExitCode> {
  if (flags.clean === true) return clean(flags, io);
  const topology = parseNodes(String(flags.nodes ?? '1'));
  const listener = progressLine(io, false);
  const server = await services
    .startLocal(
      {
        ...topology,
        ports: {
          ...(flags.port === undefined ? {} : { http: parsePort(String(flags.port), '--port') }),
          ...(flags.tcpPort === undefined ? {} : { tcp: parsePort(String(flags.tcpPort), '--tcp-port') }),
        },
        owner: ownerOf(textOf(flags.user), io),
        data: textOf(flags.data),
        workload: textOf(flags.workload),
        allowedSources: new OptionSource(flags, io, emptyConfig).read('allow-sources', 'sources') ?? new Set(),
        say: listener.say,
      },
      io,
    )
    .finally(() => listener.end());
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

function parseNodes(text: string): Topology {
  const read = parseTopology(text.trim());
  if (typeof read === 'object') return read;
  const what = read === undefined ? 'is neither a number of nodes nor shards by replicas' : read;
  throw new UserError('usage', `--nodes ${shown(text)} ${what}`, topologyAdvice);
}

function parsePort(text: string, what: string): number {
  const port = Number(text.trim() === '' ? Number.NaN : text);
  if (Number.isInteger(port) && port >= 1 && port <= lastPort) return port;
  throw new UserError(
    'usage',
    `${what} is no port: ${shown(text)}`,
    `Write a number from 1 to ${lastPort}, such as ${what} 8123.`,
  );
}

/** The account that was asked for; a password alone is that of the usual user. */
function ownerOf(user: string | undefined, { env, secrets }: Io): LocalRequest['owner'] {
  const password = env[localPasswordVariable] ?? '';
  secrets.keep(password);
  if (password !== '') return { user: user ?? 'hogbench', password };
  if (user === undefined) return undefined;
  throw new UserError(
    'usage',
    `the password of ${quoted(user)} is not set`,
    `Set ${localPasswordVariable}, or leave --user out: then an account is made, and its password is shown.`,
    '--user',
  );
}

/** Flags about a server, as they are read and as they are typed. */
const saysOfServer = {
  nodes: '--nodes',
  data: '--data',
  workload: '--workload',
  port: '--port',
  tcpPort: '--tcp-port',
  user: '--user',
};

async function clean(flags: Flags, io: Io): Promise<ExitCode> {
  const other = Object.entries(saysOfServer).find(([key]) => flags[key] !== undefined)?.[1];
  if (other !== undefined)
    throw new UserError(
      'usage',
      `--clean starts no server, so ${other} says nothing`,
      'Clean first, then start the server with a command of its own.',
    );
  const { found, failed } = await removeCachedDatasets(io);
  if (found === 0) io.stderr('there is no cached dataset\n');
  return failed > 0 ? exitCode.usage : exitCode.fine;
}

function textOf(flag: Flags[string]): string | undefined {
  return typeof flag === 'string' ? flag : undefined;
}
