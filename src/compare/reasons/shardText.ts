import type { Environment } from '../../model/environment.ts';
import type { Notice } from '../../model/notice.ts';
import type { Run } from '../../model/run.ts';
import type { JoinedShards, Shard } from '../../model/shard.ts';
import { formatCount, formatValue, plural } from '../../text/quantity.ts';

/** Of a part that is shown by itself, and of a run that was joined from parts: what a reader has to know of it. */
export function shardNotices({ shard, shards }: Pick<Run, 'shard' | 'shards'>): readonly Notice[] {
  if (shard !== undefined) return [partNotice(shard)];
  return shards === undefined ? [] : [joinedNotice(shards), ...namelessNotice(shards), ...unlikeNotice(shards)];
}

/** Why a part is not complete by itself. */
export function isPartText({ index, of }: Shard): string {
  return `it is part ${index} of ${of}`;
}

function partNotice({ index, of, whole }: Shard): Notice {
  const own = whole.filter((one) => one.shard === index).length;
  const text =
    `This is part ${index} of ${of}, with ${formatCount(own)} of ${plural(whole.length, 'case')}. By itself it passes no gate, and its verdicts ` +
    'are preliminary: hogbench merge judges all parts together.';
  return { code: 'shard', level: 'caution', text };
}

/** Parts that are there; a run that lacks one says so by its status. */
function joinedNotice({ of, parts }: JoinedShards): Notice {
  const those = parts.length === of ? plural(of, 'part') : `${formatCount(parts.length)} of ${plural(of, 'part')}`;
  const text = `Measured in ${those}, each case wholly in one of them, and judged together.`;
  return { code: 'shards', level: 'note', text };
}

function namelessNotice({ run, parts }: JoinedShards): readonly Notice[] {
  if (run !== undefined || parts.length < 2) return [];
  const text =
    'Nothing says that these parts were measured for one run: they send the same, by the same plan, to servers of the same version. ' +
    'Give each the same --shard-of NAME; in CI it is known.';
  return [{ code: 'shards-unnamed', level: 'caution', text }];
}

const mostShown = 4;
const layout = 'parts of its tables';

/** In what machines may differ without keeping parts from being joined. */
const machine: Readonly<Record<string, (of: Environment) => string | null>> = {
  'cores of the server': ({ serverCores }) => (serverCores === null ? null : String(serverCores)),
  'memory of the server': ({ serverMemoryBytes }) =>
    serverMemoryBytes === null ? null : formatValue(Number(serverMemoryBytes.toPrecision(2)), 'bytes'),
  'processor beside hogbench': ({ clientCpu, clientCores }) => `${clientCpu}, ${plural(clientCores, 'core')}`,
  'system beside hogbench': ({ clientPlatform }) => clientPlatform,
  [layout]: ({ dataset }) =>
    JSON.stringify(dataset.map(({ database, table, parts }) => [database, table, parts]).sort()),
};

function unlikeNotice({ parts }: JoinedShards): readonly Notice[] {
  const unlike = Object.entries(machine).flatMap(([name, of]) => {
    const values = (['baseline', 'candidate'] as const).map((arm) => {
      const own = parts.flatMap(({ arms }) => arms.filter((one) => one.arm === arm));
      return [...new Set(own.flatMap(({ environment }) => of(environment) ?? []))];
    });
    const most = values.find((one) => one.length > 1);
    if (most === undefined) return [];
    return [name === layout ? name : `${name} (${most.slice(0, mostShown).join('; ')})`];
  });
  if (unlike.length === 0) return [];
  const text =
    `The parts were measured on machines that differ: ${unlike.join(', ')}. Each case was compared with itself on one of them; ` +
    'totals, and times of different cases, are of different machines.';
  return [{ code: 'shards-unlike', level: 'caution', text }];
}
