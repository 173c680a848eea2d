import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { meaningfulStatements, type Sent } from '../../calibration/roundTrip/roundTrip.ts';
import { roundTrip } from '../../calibration/roundTrip/trip.ts';
import { connect } from '../../src/clickhouse/http/client.ts';
import type { Client } from '../../src/clickhouse/http/control.ts';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let folder: string;
let cluster: LocalCluster | undefined;
let client: Client | undefined;
let space: Workspace;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-trip-'));
  space = await makeWorkspace();
  cluster = await startLocalCluster({ nodes: 1, dataDir: join(folder, 'server') });
  const connection = { url: cluster.nodes[0]?.url ?? '', user: cluster.user, password: cluster.password };
  client = connect({ ...connection, database: 'default' });
  await client.command(
    `CREATE TABLE events ENGINE = MergeTree ORDER BY timestamp AS SELECT
       ['$pageview', '$pageleave', 'sign_up', 'Signed in'][number % 4 + 1] AS event,
       toDateTime64('2026-01-01 00:00:00', 6, 'UTC') + number * 600 AS timestamp, 2::Int64 AS team_id,
       concat('user', toString(number % 300)) AS distinct_id, toUUID('00000000-0000-4000-8000-000000000000') AS person_id,
       '{"$browser":"Chrome","plan":"free"}' AS properties, '{"plan":"pro","seats":3,"items":["a","b"]}' AS person_properties
     FROM numbers(4000)`,
  );
  await client.command('CREATE FUNCTION shout AS (x, y) -> upper(concat(x, y))');
});

afterAll(async () => {
  await client?.close();
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

it('captured statements do the same work, or are marked', async () => {
  const own = (await meaningfulStatements()).filter((_, at) => at % 4 === 0);
  const more = [
    "SELECT toTimeZone(max(timestamp), reverse('atakloK/aisA')) FROM events",
    "SELECT uniq(shout(event, 'jane doe')) FROM events",
    "SELECT event FROM events WHERE distinct_id = 'user7'",
    "SELECT CAST(event, 'Enum8(\\'$pageview\\' = 1, \\'$pageleave\\' = 2, \\'sign_up\\' = 3, \\'Signed in\\' = 4)') AS e, count() FROM events GROUP BY e",
    "SELECT max(parseDateTime(concat('made on ', toString(toDate(timestamp))), 'made on %Y-%m-%d')) FROM events",
  ];
  const sent = [...own, ...more].map((sql, at): Sent => ({ id: `own${at}`, sql, settings: {} }));
  const target = `http://${cluster?.user}@127.0.0.1:${cluster?.nodes[0]?.httpPort}`;
  const travellers = await roundTrip(client as Client, sent, space.folder, async (out, keepLiterals) => {
    const argv = [
      'capture',
      '--target',
      target,
      '--cover',
      '100%',
      '--by',
      'count',
      '--database',
      'default',
      '--out',
      out,
    ];
    const ran = await space.run(keepLiterals ? [...argv, '--keep-literals'] : argv, {
      services: realServices,
      env: { HOGBENCH_PASSWORD: cluster?.password ?? '' },
    });
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  });
  const texts = new Map(sent.map((one) => [one.id, one.sql]));
  const of = (fate: string) => travellers.filter((one) => one.fate === fate).map((one) => texts.get(one.id));
  expect({ otherwise: of('otherwise'), refused: of('refused'), failed: of('failed before') }).toEqual({
    ...{ otherwise: [], refused: [], failed: [] },
  });
  expect(of('marked')).toEqual(
    expect.arrayContaining([
      expect.stringContaining('Enum8'),
      expect.stringContaining('reverse'),
      expect.stringContaining('made on'),
      // The server hides the key of an HMAC in its log.
      expect.stringContaining('HMAC'),
    ]),
  );
  expect(of('marked').length).toBeLessThan(7);
  expect(of('other rows')).toContain("SELECT event FROM events WHERE distinct_id = 'user7'");
  expect([...of('alike'), ...of('other rows')]).toContain("SELECT uniq(shout(event, 'jane doe')) FROM events");
  expect(of('alike').length).toBeGreaterThan(55);
});
