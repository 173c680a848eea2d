import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/clickhouse/http/client.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import { realServices } from '../../src/servers/realServices.ts';
import {
  evilText,
  garbageValues,
  type Impostor,
  type Misbehaviour,
  misbehaviours,
  requestKinds,
  startImpostor,
} from '../support/impostor.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  const slow = '-- name: total\nSELECT sum(n) FROM orders;\n';
  const ordered = '-- name: first\n-- params: [{n: 3}]\nSELECT n FROM orders ORDER BY n LIMIT {n:UInt8};\n';
  space = await makeWorkspace({
    'same/q.sql': slow + ordered,
    'base/q.sql': `${slow}${ordered}-- name: changed\nSELECT 1;\n`,
    'cand/q.sql': `${slow}${ordered}-- name: changed\nSELECT 2;\n`,
  });
});
afterAll(() => space?.remove());

/** Runs a command against an impostor, which must know all that is asked. */
async function against(impostor: Impostor, argv: readonly string[]): Promise<Ran> {
  try {
    return await space.run([...argv, '--target', impostor.url], { services: realServices });
  } finally {
    await impostor.close();
  }
}

const brief = ['--max-pairs', '5', '--budget', '30s', '--seed', '1'];

describe('an impostor that behaves is taken for a server', () => {
  const commands: Readonly<Record<string, { readonly argv: readonly string[]; readonly code: number; says: string }>> =
    {
      'ab of a result that differs': {
        argv: ['ab', '--baseline-workload', 'base', '--candidate-workload', 'cand', ...brief],
        code: 4,
        says: 'changed',
      },
      run: {
        argv: ['run', 'same', '--rounds', '2', '--sessions', '1', '--out', 'saved'],
        code: 0,
        says: '4 executions',
      },
      lint: { argv: ['lint', 'same'], code: 0, says: 'nothing to fix in 2 statements' },
      doctor: { argv: ['doctor'], code: 0, says: 'every query is logged' },
      top: { argv: ['top', '--since', '1h'], code: 0, says: 'shop' },
      capture: { argv: ['capture', '--since', '1h', '--out', 'captured'], code: 0, says: '1 case' },
    };
  for (const [name, { argv, code, says }] of Object.entries(commands))
    it(name, async () => {
      const ran = await against(await startImpostor(), argv);
      expect(ran).toMatchObject({ code, err: expect.any(String), out: expect.stringContaining(says) });
    });
});

it('tells of requests that it does not know', async () => {
  const impostor = await startImpostor();
  const client = connect({ url: impostor.url, user: 'tester', password: '' });
  await expect(client.rows('SELECT moon FROM system.phases', anyRow)).rejects.toThrow('does not know');
  await client.close();
  await expect(impostor.close()).rejects.toThrow('FROM system.phases');
});

it('misbehaves in one kind of request, every so often', async () => {
  const impostor = await startImpostor({ mischief: { how: 'exception', at: 'check', every: 3 } });
  const client = connect({ url: impostor.url, user: 'tester', password: '' });
  const answers: string[] = [];
  for (let at = 0; at < 6; at++) {
    await client.rows("SELECT name FROM system.settings WHERE name IN ('max_threads')", anyRow);
    answers.push(
      await client.rows('SELECT 1 AS one', anyRow).then(
        () => 'right',
        () => 'wrong',
      ),
    );
  }
  await client.close();
  await impostor.close();
  expect(answers).toEqual(['right', 'right', 'wrong', 'right', 'right', 'wrong']);
});

const question = 'SELECT version() AS version, toString(uptime()) AS uptime FORMAT JSONEachRow';
const enough = 100_000;

/** What comes of a question, as far as it is worth reading. */
async function answerOf(impostor: Impostor): Promise<string> {
  const url = `http://127.0.0.1:${impostor.port}/?query_id=ours`;
  const signal = AbortSignal.timeout(1000);
  let text = '';
  try {
    const response = await fetch(url, { method: 'POST', body: question, redirect: 'manual', signal });
    text += `${response.status} ${response.headers.get('x-clickhouse-query-id')} `;
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.length > enough) return 'more than enough';
    }
    return text;
  } catch {
    return `${text} and no end`;
  }
}

it('answers otherwise than a server would in each of its ways', async () => {
  const impostor = await startImpostor({ lateMs: 1 });
  const proper = await answerOf(impostor);
  expect(proper).toContain('26.7.1.1');
  const same: Misbehaviour[] = [];
  for (const how of misbehaviours) {
    impostor.misbehave({ how, at: 'server' });
    const answered = await answerOf(impostor);
    if (answered === proper) same.push(how);
    if (how === 'evil') expect(answered).toContain(JSON.stringify(evilText).slice(1, -1));
    if (how === 'garbage') expect(answered).toContain(`"uptime":${JSON.stringify(garbageValues[0])}`);
  }
  await impostor.close();
  expect(same).toEqual(['late']);
  expect(requestKinds).toContain(impostor.requests[0]?.kind);
});
