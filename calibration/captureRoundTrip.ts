// `npm run calibrate:capture`: statements run, captured from the log, replayed: do the cases do the same work?
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findWorkload } from '../src/app/workloadPath.ts';
import { connect } from '../src/clickhouse/http/client.ts';
import { startLocalCluster } from '../src/clickhouse/local/startLocalCluster.ts';
import { runSetup } from '../src/clickhouse/target/setupScripts.ts';
import { realServices } from '../src/servers/realServices.ts';
import { makeWorkspace } from '../test/support/workspace.ts';
import { inlined, meaningfulStatements, type Sent } from './roundTrip/roundTrip.ts';
import { roundTrip, type Traveller } from './roundTrip/trip.ts';
import { thousands, writeSection } from './text.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, write: { type: 'string' } },
});

const folder = await mkdtemp(join(tmpdir(), 'hogbench-trip-'));
const space = await makeWorkspace();
const cluster = await startLocalCluster({ nodes: 1, dataDir: join(folder, 'server') });
const node = cluster.nodes[0];
const connection = { url: node?.url ?? '', user: cluster.user, password: cluster.password };
const target = `http://${cluster.user}@127.0.0.1:${node?.httpPort}`;
const fates = ['alike', 'other rows', 'otherwise', 'marked', 'refused', 'failed before'] as const;

try {
  const lines: string[] = [];
  const odd: string[] = [];
  for (const name of ['posthog', 'clickbench']) {
    const workload = await findWorkload(name, space.folder);
    const admin = connect(connection);
    await admin.command(`CREATE DATABASE IF NOT EXISTS ${name}`);
    const client = connect({ ...connection, database: name });
    const scripts = workload.setup.map((script) => ({
      ...script,
      statements: script.statements.map((one) => ({
        ...one,
        sql: one.sql.replace(/numbers\((\d{6,})\)/g, `numbers(${values.rows})`),
      })),
    }));
    await runSetup(admin, { scripts, database: name, settings: {} }, () => {}, new AbortController().signal);
    await admin.close();
    const shipped = workload.cases.map(
      (one, at): Sent => ({ id: `${name}${at}`, sql: inlined(one), settings: one.settings }),
    );
    const own =
      name === 'posthog'
        ? (await meaningfulStatements()).map((sql, at): Sent => ({ id: `own${at}`, sql, settings: {} }))
        : [];
    const travellers = await roundTrip(client, [...shipped, ...own], space.folder, async (out, keepLiterals) => {
      const argv = ['capture', '--target', target, '--cover', '100%', '--by', 'count', '--database', name, '--force'];
      const ran = await space.run([...argv, '--out', out, ...(keepLiterals ? ['--keep-literals'] : [])], {
        services: realServices,
        env: { HOGBENCH_PASSWORD: cluster.password, HOGBENCH_HOME: join(folder, 'home') },
      });
      if (ran.code !== 0) throw new Error(ran.err);
    });
    await client.command('TRUNCATE TABLE system.query_log');
    await client.close();
    lines.push(
      line(
        `\`${name}\``,
        travellers.filter((one) => !one.id.startsWith('own')),
      ),
    );
    if (own.length > 0)
      lines.push(
        line(
          'own',
          travellers.filter((one) => one.id.startsWith('own')),
        ),
      );
    const texts = new Map([...shipped, ...own].map((one) => [one.id, one.sql]));
    for (const one of travellers.filter((each) => each.fate !== 'alike'))
      odd.push(
        `${one.id} ${one.fate}${one.reason === undefined ? '' : ` (${one.reason})`}: ${texts.get(one.id)?.slice(0, 300)}`,
      );
  }
  const table = [
    `ClickHouse ${cluster.version}, ${thousands(Number(values.rows))} rows where the workloads generate more.`,
    '',
    `| statements | of them | replayed alike | on other rows | otherwise | marked | refused | failed before |`,
    '|---|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
  process.stdout.write(`${odd.join('\n')}\n\n${table}\n`);
  if (values.write !== undefined) await writeSection(values.write, 'round-trip', table, 'npm run calibrate:capture');
} finally {
  await cluster.stop();
  await space.remove();
  await rm(folder, { recursive: true, force: true });
}

function line(name: string, travellers: readonly Traveller[]): string {
  const count = (fate: string): number => travellers.filter((one) => one.fate === fate).length;
  return `| ${name} | ${travellers.length} | ${fates.map(count).join(' | ')} |`;
}
