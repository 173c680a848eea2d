import type { Judgement, JudgeRequest, SettingQuestion } from '../app/services.ts';
import { interruptible, type World } from '../app/world.ts';
import { connect } from '../clickhouse/http/client.ts';
import type { Connection } from '../clickhouse/http/connection.ts';
import { bounded, type Control } from '../clickhouse/http/control.ts';
import { hasEngine } from '../clickhouse/local/engine.ts';
import { sentRefusal, statedRefusal, unlistedRefusal, unlistedSettings } from '../clickhouse/target/knownSettings.ts';
import { parseRefusal, parserLimits, tablesWithColumns } from '../clickhouse/target/statementCheck.ts';
import { makeTempFolder } from '../files/tempFolder.ts';
import type { SettingRefusal } from '../model/serverAnswers.ts';
import type { TargetSpec } from '../model/targetSpec.ts';
import type { Settings } from '../model/workload.ts';
import { embeddedConnections } from './datasetBuild.ts';
import { startEmbedded } from './embedded.ts';
import { remoteConnections } from './targetAddress.ts';

/** Lets a target parse statements: the first replica of a remote one, an embedded one without data. */
export async function judge(target: TargetSpec, request: JudgeRequest, world: World): Promise<Judgement | undefined> {
  if (target.kind === 'embedded' && request.optional && !hasEngine()) return undefined;
  const say = (text: string): void => world.warn(text);
  return interruptible(world, async (signal) => {
    if (target.kind === 'remote') {
      const [connection] = await remoteConnections(target, signal, request.database);
      return judgeAt(connection, request, signal);
    }
    // Not in the cache: several may run at once, and nothing is kept.
    const { path: dataDir, remove } = await makeTempFolder();
    try {
      const cluster = await startEmbedded({ ...target, workload: undefined, dataDir, say, signal }, world);
      const [connection] = embeddedConnections(cluster, undefined, 'cases');
      return await judgeAt(connection, request, signal).finally(() => cluster.stop());
    } finally {
      await remove();
    }
  });
}

async function judgeAt(
  connection: Connection | undefined,
  request: JudgeRequest,
  signal: AbortSignal,
): Promise<Judgement> {
  if (connection === undefined) throw new Error('a target has a server');
  const control = bounded(connect(connection), { signal });
  try {
    await control.check();
    const limits = await parserLimits(control);
    const settingRefusals: (SettingRefusal | undefined)[] = [];
    const sent = request.settings.filter((one) => one.kind === 'sent').map(({ name, value }) => ({ [name]: value }));
    const unlisted = await unlistedSettings(control, sent);
    for (const setting of request.settings)
      settingRefusals.push(await refusalOf(control, setting, limits.guard, unlisted));
    const refused = new Set(request.settings.flatMap((one, at) => (settingRefusals[at] ? [settingKey(one)] : [])));
    const refusals: Judgement['refusals'][number][] = [];
    for (const { settings, ...one } of request.statements) {
      // What the server refuses is told of the setting; it must not hide what is wrong with the statement.
      const taken = Object.entries(settings).filter(([name, value]) => !refused.has(settingKey({ name, value })));
      refusals.push(await parseRefusal(control, { ...one, settings: Object.fromEntries(taken) }, limits));
    }
    return { refusals, settingRefusals, columns: await tablesWithColumns(control, request.timeColumns) };
  } finally {
    await control.close();
  }
}

async function refusalOf(
  control: Control,
  setting: SettingQuestion,
  guard: Settings,
  unlisted: ReadonlySet<string>,
): Promise<SettingRefusal | undefined> {
  if (setting.kind === 'stated') return statedRefusal(control, setting.text, setting.params, guard);
  const sent = { [setting.name]: setting.value };
  return (await unlistedRefusal(control, sent, unlisted)) ?? sentRefusal(control, sent, guard);
}

function settingKey(one: { readonly name: string; readonly value?: string | number }): string {
  return JSON.stringify([one.name, String(one.value)]);
}
