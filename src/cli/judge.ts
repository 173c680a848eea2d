import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../clickhouse/client.ts';
import type { Connection } from '../clickhouse/connection.ts';
import { hasEngine } from '../clickhouse/local/engine.ts';
import { parseRefusal, refusedSetting, tablesWithColumns } from '../clickhouse/statementCheck.ts';
import { embeddedConnections, startEmbedded } from './embedded.ts';
import { interruptible } from './interruptible.ts';
import type { Io } from './io.ts';
import { remoteConnections } from './openArm.ts';
import type { Judgement, JudgeRequest } from './services.ts';
import type { TargetSpec } from './targetSpec.ts';

/** Lets a target parse statements: the first replica of a remote one, an embedded one without data. */
export async function judge(target: TargetSpec, request: JudgeRequest, io: Io): Promise<Judgement | undefined> {
  if (target.kind === 'remote')
    return judgeAt(remoteConnections(target, target.database ?? request.database)[0], request);
  if (request.optional && !hasEngine()) return undefined;
  const { nodes } = target;
  const say = (text: string): void => io.stderr(`${text}\n`);
  return interruptible(io, async (signal) => {
    // Not in the cache: several may run at once, and nothing is kept.
    const dataDir = await mkdtemp(join(tmpdir(), 'hogbench-'));
    try {
      const cluster = await startEmbedded({ nodes, workload: undefined, dataDir, say, signal }, io);
      const [connection] = embeddedConnections(cluster, undefined);
      return await judgeAt(connection, request).finally(() => cluster.stop());
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
}

async function judgeAt(connection: Connection | undefined, request: JudgeRequest): Promise<Judgement> {
  if (connection === undefined) throw new Error('a target has a server');
  const control = connect(connection);
  try {
    await control.check();
    const refusals: Judgement['refusals'][number][] = [];
    for (const { sql, params } of request.statements) refusals.push(await parseRefusal(control, sql, params));
    const settingRefusals: (string | undefined)[] = [];
    for (const [name, value] of request.settings) settingRefusals.push(await refusedSetting(control, name, value));
    return { refusals, settingRefusals, columns: await tablesWithColumns(control, request.timeColumns) };
  } finally {
    await control.close();
  }
}
