import { UserError } from '../../model/errors.ts';
import { freePorts, portTrouble } from './ports.ts';

/** Ports that somebody wants the first node to have; each further node has the next. Absent: any that is free. */
export interface FixedPorts {
  readonly http?: number;
  readonly tcp?: number;
}

/** Where a node listens. */
export interface NodePorts {
  readonly httpPort: number;
  readonly tcpPort: number;
}

const lastPort = 65_535;

/**
 * Checks ports before anything is started for them: first what is wrong whatever the machine does, then whether each is free.
 * @throws UserError usage when one of them is no port, is needed twice, or cannot be listened on; it names the port
 */
export async function checkPorts(fixed: FixedPorts, nodes: number): Promise<void> {
  const wanted = wantedPorts(fixed, nodes);
  for (const [index, { port, flag }] of wanted.entries()) {
    if (port > lastPort)
      throw new UserError(
        'usage',
        `there is no port ${port}, which node ${nodes} would need`,
        `Name a lower one with ${flag}.`,
      );
    if (wanted.findIndex((one) => one.port === port) !== index)
      throw new UserError(
        'usage',
        nodes === 1
          ? `port ${port} would be needed twice`
          : `port ${port} would be needed twice: the ports of a node follow on those of the node before it`,
        'Name --port and --tcp-port that lie further apart.',
      );
  }
  for (const { port, flag } of wanted) {
    const trouble = await portTrouble(port);
    if (trouble !== undefined) throw portRefused(port, flag, trouble);
  }
}

/** The ports of each node: those that are fixed, and others that were free a moment ago. */
export async function portsOf(fixed: FixedPorts, nodes: number): Promise<readonly NodePorts[]> {
  const taken = wantedPorts(fixed, nodes).map(({ port }) => port);
  const free = await freePorts(nodes * 2, taken);
  return Array.from({ length: nodes }, (_, index) => ({
    httpPort: fixed.http === undefined ? (free[index * 2] ?? 0) : fixed.http + index,
    tcpPort: fixed.tcp === undefined ? (free[index * 2 + 1] ?? 0) : fixed.tcp + index,
  }));
}

interface Wanted {
  readonly port: number;
  readonly flag: string;
}

function wantedPorts({ http, tcp }: FixedPorts, nodes: number): readonly Wanted[] {
  return [
    { first: http, flag: '--port' },
    { first: tcp, flag: '--tcp-port' },
  ].flatMap(({ first, flag }) =>
    first === undefined ? [] : Array.from({ length: nodes }, (_, index) => ({ port: first + index, flag })),
  );
}

function portRefused(port: number, flag: string, trouble: string): UserError {
  switch (trouble) {
    case 'EADDRINUSE':
      return new UserError(
        'usage',
        `port ${port} of 127.0.0.1 is in use by another program`,
        `End that program, or name another port with ${flag}.`,
      );
    case 'EACCES':
      return new UserError(
        'usage',
        `port ${port} is not for every user to listen on`,
        `Name one of 1024 or more with ${flag}.`,
      );
    default:
      return new UserError(
        'usage',
        `nobody can listen on port ${port} of 127.0.0.1 (${trouble})`,
        `Name another port with ${flag}.`,
      );
  }
}
