// A capture from a log of 10 million rows on an embedded server: time, and memory of our own process.
// The clause: at most 20 seconds, under 500 MB. The log is made once and kept in the cache. The CPU time of the server
// says what a loaded machine hides. Arguments: rows, and tags for strata: `tsx bench/capture.ts 10000000 team_id`.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { quietWorld } from '../calibration/quietWorld.ts';
import { captureWorkload } from '../src/app/captureWorkload.ts';
import { PrivacyTally } from '../src/capture/privacyReport.ts';
import { noRule } from '../src/capture/privacyRules.ts';
import { Pseudonyms } from '../src/capture/pseudonyms.ts';
import { connect } from '../src/clickhouse/http/client.ts';
import { startLocalCluster } from '../src/clickhouse/local/startLocalCluster.ts';
import { defaultHome } from '../src/files/home.ts';
import { openLog } from '../src/servers/openLog.ts';
import { fillTraffic, trafficTable } from './capture/trafficTable.ts';

const rows = Number(process.argv[2] ?? 10_000_000);
const world = quietWorld(process.cwd(), (line) => console.error(line));
const cluster = await startLocalCluster({
  nodes: 1,
  dataDir: join(defaultHome(process.env), 'embedded', `capture-bench-${rows}`),
});
const url = cluster.nodes[0]?.url ?? '';
const admin = connect({ url, user: cluster.user, password: cluster.password });
try {
  console.log(`making a log of ${rows.toLocaleString('en-US')} rows, unless it is there`);
  await fillTraffic(admin, rows);
  let rss = 0;
  const watch = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, 50);
  const began = performance.now();
  const log = await openLog(
    {
      source: {
        kind: 'target',
        target: {
          kind: 'remote',
          name: 'bench',
          url,
          replicas: [],
          user: cluster.user,
          password: cluster.password,
          allowSetup: false,
        },
        table: trafficTable,
      },
      sinceSeconds: 30 * 86_400,
      columns: {},
      tagColumns: {},
      timeZone: undefined,
      cutLength: undefined,
      includeHogbench: false,
      cost: { cpuSecond: 1, gibRead: 1 },
      memoryBytes: 4 * 2 ** 30,
      say: () => {},
    },
    world,
  );
  const surveyed = performance.now();
  const captured = await captureWorkload(
    log,
    {
      by: 'cost',
      shapeTags: ['kind', 'product', 'feature', 'query_type', 'workload'],
      extent: { kind: 'cover', share: 0.95 },
      strata: (process.argv[3] ?? '').split(',').filter((tag) => tag !== ''),
      strataValues: 20,
      database: undefined,
    },
    {
      pseudonyms: new Pseudonyms('bench'),
      rules: { allow: noRule, drop: noRule, hash: noRule },
      eventColumns: ['event'],
      keepLiterals: false,
      tally: new PrivacyTally(),
    },
  );
  const ended = performance.now();
  clearInterval(watch);
  await log.close();
  const cases = captured.groups.reduce((sum, one) => sum + one.cases.length, 0);
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  console.log(
    `${captured.groups.length} shapes, ${cases} cases of ${captured.ranking.executions.toLocaleString('en-US')} executions`,
  );
  console.log(
    `survey ${seconds(surveyed - began)}, ranking and choosing ${seconds(ended - surveyed)}, together ${seconds(ended - began)}`,
  );
  await admin.command('SYSTEM FLUSH LOGS');
  const [server] = await admin.rows(
    `SELECT sum(ProfileEvents['OSCPUVirtualTimeMicroseconds']) / 1000000 AS cpu, toString(max(memory_usage)) AS memory FROM system.query_log
     WHERE type = 'QueryFinish' AND position(log_comment, 'capture') > 0 AND event_time >= now() - ${Math.ceil((performance.now() - began) / 1000)}`,
    z.object({ cpu: z.number(), memory: z.string() }),
  );
  console.log(
    `CPU time of the server ${Number(server?.cpu).toFixed(1)} s, load of the machine ${loadavg()[0]?.toFixed(1)}`,
  );
  console.log(
    `memory of our process at most ${Math.round(rss / 2 ** 20)} MB, of a read on the server ${Math.round(Number(server?.memory) / 2 ** 20)} MB`,
  );
} finally {
  await admin.close();
  await cluster.stop();
}
