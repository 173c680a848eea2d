import { describe, expect, test } from 'vitest';
import { configText } from '../../../src/clickhouse/local/serverConfig.ts';
import { usersText } from '../../../src/clickhouse/local/serverUsers.ts';
import { xmlDocument } from '../../../src/clickhouse/local/xmlText.ts';

const ADMIN = { name: 'hogbench', password: 'top secret' };

describe('xmlDocument', () => {
  test('escapes text, repeats lists and leaves out what XML cannot hold', () => {
    expect(xmlDocument({ a: { b: ['<1>', '&'], c: 'x\u0000y', d: 3 }, e: '' })).toBe(
      '<?xml version="1.0"?>\n<clickhouse><a><b>&lt;1&gt;</b><b>&amp;</b><c>xy</c><d>3</d></a><e></e></clickhouse>\n',
    );
  });

  test('refuses a key that would break the document', () => {
    expect(() => xmlDocument({ 'a><b': '' })).toThrow(RangeError);
  });
});

describe('configText', () => {
  const nodes = [
    { name: 'node1', tcpPort: 9001 },
    { name: 'node2', tcpPort: 9002 },
  ];
  const config = { nodes, index: 1, user: 'u', password: 'p<&>', clusterSecret: 's', memoryLimitBytes: 5 };

  test('makes every node a shard, and all of them replicas of one', () => {
    const text = configText(config);
    const [sharded, replicated] = text.split('<hogbench_replicas>');
    expect(sharded?.match(/<shard><replica>/g)).toHaveLength(2);
    expect(replicated?.match(/<shard>/g)).toHaveLength(1);
    expect(replicated?.match(/<port>900[12]<\/port>/g)).toEqual(['<port>9001</port>', '<port>9002</port>']);
    expect(text).toContain('<shard>2</shard><replica>node2</replica>');
    expect(text).toContain('<password>p&lt;&amp;&gt;</password>');
  });

  test('has no cluster of replicas with one node', () => {
    expect(configText({ ...config, nodes: nodes.slice(0, 1), index: 0 })).not.toContain('hogbench_replicas');
  });

  test('names the logs evidence is read from, and no other', () => {
    const logs = configText(config).match(/<\w+_log>/g);
    expect(logs).toEqual(['<query_log>', '<processors_profile_log>', '<part_log>']);
  });
});

describe('usersText', () => {
  test('holds no password', () => {
    const text = usersText([ADMIN], [{ name: 'reader', password: 'hush', grants: ['SELECT ON shop.*'] }], 2);
    expect(text).not.toMatch(/top secret|hush/);
    expect(text.match(/<password_sha256_hex>[0-9a-f]{64}</g)).toHaveLength(2);
  });

  test('gives further users their grants alone', () => {
    const text = usersText(
      [ADMIN],
      [{ name: 'reader', password: 'a', grants: ['SELECT ON shop.*', 'READ ON REMOTE'], readonly: 2 }],
      2,
    );
    const reader = text.slice(text.indexOf('<reader>'), text.indexOf('</reader>'));
    expect(reader).toContain('<query>GRANT SELECT ON shop.*</query><query>GRANT READ ON REMOTE</query>');
    expect(reader).toContain('<profile>reader</profile>');
    expect(text).toContain('<reader><readonly>2</readonly></reader>');
    expect(reader).not.toContain('access_management');
  });

  test.each(['default', 'hogbench', 'a b', '<x>', '', '1a'])('refuses the name "%s"', (name) => {
    expect(() => usersText([ADMIN], [{ name, password: 'a', grants: [] }], 2)).toThrow(/cannot be the name of a user/);
  });

  test('refuses the same name twice', () => {
    const user = { name: 'twice', password: 'a', grants: [] };
    expect(() => usersText([ADMIN], [user, user], 2)).toThrow(/"twice"/);
  });
});
