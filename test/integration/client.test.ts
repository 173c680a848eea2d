import { describe, expect, it } from 'vitest';
import { connect } from '../../src/clickhouse/http/client.ts';
import { bounded, type Client } from '../../src/clickhouse/http/control.ts';
import { DeadlineExceeded } from '../../src/clickhouse/http/deadlines.ts';
import { isServerError } from '../../src/clickhouse/http/refusals.ts';
import { describeFailure } from '../../src/clickhouse/http/requestFailures.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import { resultDigest } from '../../src/clickhouse/target/digest.ts';
import { resultRows } from '../../src/clickhouse/target/resultRows.ts';
import { UserError } from '../../src/model/errors.ts';
import { Unanswered } from '../../src/runner/target.ts';
import { late } from '../../src/runner/waiting.ts';
import { type Impostor, type Misbehaviour, type Mischief, misbehaviours, startImpostor } from '../support/impostor.ts';

interface Met {
  readonly impostor: Impostor;
  readonly client: Client;
}

/** With an impostor of its own, so that others can wait meanwhile. */
async function meet(mischief: Mischief, work: (met: Met) => Promise<void>): Promise<void> {
  const impostor = await startImpostor({ lateMs: 20, mischief });
  const url = new URL(impostor.url);
  const client = connect({ url: url.origin, user: url.username, password: 'hunter2' });
  try {
    await work({ impostor, client });
  } finally {
    await client.close();
    await impostor.close();
  }
}

const brief = { timeoutMs: 400, maxBytes: 1024 ** 2 };
/** For what must not be the deadline's doing, on a machine that may be busy. */
const ample = { timeoutMs: 20_000, maxBytes: 4 * 1024 ** 2 };
const never = new AbortController().signal;

/** What a caller is left with: a refusal, a target that cannot be used, an answer, or what must not come. */
async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'answer';
  } catch (error) {
    expect(`${error instanceof Error ? error.message : error}`).not.toContain('hunter2');
    if (error instanceof Unanswered) return 'unanswered';
    if (error instanceof UserError) return error.kind;
    if (isServerError(error)) return 'refusal';
    return `no error of ours: ${error}`;
  }
}

const endless: readonly Misbehaviour[] = [
  ...(['hang', 'hang-in-body', 'trickle-body', 'trickle-headers'] as const),
  ...(['endless-body', 'endless-line', 'endless-error'] as const),
];
const broken: readonly Misbehaviour[] = ['gzip-bomb', 'truncated', 'reset', 'not-http', 'huge-headers'];
const strange: readonly Misbehaviour[] = ['html', 'html-502', 'redirect', 'no-query-id'];
const refusing: readonly Misbehaviour[] = [
  ...(['exception', 'exception-within', 'exception-within-untagged', 'evil-exception', 'poco'] as const),
];

describe.concurrent('a question of ours', () => {
  const ask = ({ client }: Met, limits = ample): Promise<unknown> =>
    client.rows('SELECT name, value FROM system.settings WHERE changed ORDER BY name', anyRow, limits);
  const tell = ({ client }: Met, limits = ample): Promise<unknown> =>
    client.command('SYSTEM FLUSH LOGS query_log', limits);

  it.each(endless)('that is answered by %s ends by itself, and says what was left open', (how) =>
    meet({ how, at: 'all' }, async (met) => {
      expect(await outcome(ask(met, brief))).toBe('unanswered');
      await expect(ask(met, brief)).rejects.toThrow(/within (0\.4 s|1 MiB): SELECT name, value FROM system\.settings/);
      expect(await outcome(met.client.check({ timeoutMs: 400 }))).toBe('unanswered');
      expect(await outcome(tell(met, brief))).toBe('unanswered');
    }),
  );

  it.each([...broken, ...strange])('that is answered by %s is a target that cannot be used', (how) =>
    meet({ how, at: 'all' }, async (met) => {
      expect([await outcome(ask(met)), await outcome(tell(met))]).toEqual(['target', 'target']);
    }),
  );

  it.each(refusing)('that is answered by %s was refused', (how) =>
    meet({ how, at: 'all' }, async (met) => {
      expect([await outcome(ask(met)), await outcome(tell(met))]).toEqual(['refusal', 'refusal']);
    }),
  );

  it.each(['bad-json', 'empty', 'null-rows', 'not-objects', 'slow-pattern'] as const)(
    'whether the server is there is not taken for answered by %s',
    (how) =>
      meet({ how, at: 'check' }, async ({ client }) => {
        expect(await outcome(client.check(ample))).toBe('target');
      }),
  );

  it('knows every misbehaviour to be one or the other', () => {
    const harmless = ['bad-json', 'not-objects', 'null-rows', 'empty', 'slow-pattern', 'garbage', 'evil', 'late'];
    const known = [...endless, ...broken, ...strange, ...refusing, ...harmless, 'other-query-id'];
    expect([...misbehaviours].sort()).toEqual(known.sort());
  });
});

describe.concurrent('a statement of a case', () => {
  const execute = ({ client }: Met, { timeoutMs } = ample): Promise<unknown> =>
    client
      .execute('SELECT 1', { queryId: 'q', params: {}, settings: {}, timeoutMs })
      .then(() => 'completed')
      .catch((error: unknown) => (error instanceof DeadlineExceeded ? 'timed out' : describeFailure(error).code));

  it.each(endless.filter((how) => how !== 'endless-error'))('answered by %s ends with its time limit', (how) =>
    meet({ how, at: 'execution' }, async (met) => {
      expect(await execute(met, brief)).toBe('timed out');
    }),
  );

  it.each([...broken, ...strange, 'endless-error' as const])('answered by %s has failed', (how) =>
    meet({ how, at: 'execution' }, async (met) => {
      expect(await execute(met)).toBeNull();
    }),
  );

  it.each([
    ['exception', 241],
    ['exception-within', 241],
    ['exception-within-untagged', 241],
    ['evil-exception', 999],
    ['poco', 1000],
  ] as const)('answered by %s has failed by code %i', (how, code) =>
    meet({ how, at: 'execution' }, async (met) => {
      expect(await execute(met)).toBe(code);
    }),
  );

  it.each([...endless, ...broken, ...strange, 'bad-json', 'empty', 'slow-pattern'] as const)(
    'gives neither a digest nor rows where %s answers',
    (how) =>
      meet({ how, at: 'all' }, async ({ client }) => {
        const options = { timeoutMs: 400, settings: {} };
        const digest = await resultDigest(client, 'SELECT 1', { ...options, reading: {}, tied: false }).catch(
          () => 'none',
        );
        if (digest !== 'none') expect(digest).toMatchObject({ kind: 'unavailable' });
        const rows = await resultRows(client, 'SELECT 1', options, { rows: 3, bytes: 1000 }).catch(() => 'none');
        // its first rows are rows like any other
        if (how !== 'endless-body') expect(rows).toBe('none');
      }),
  );
});

describe.concurrent('an interruption', () => {
  it.each(['hang', 'hang-in-body', 'trickle-body', 'trickle-headers'] as const)(
    'ends a question that %s leaves open, and every later one but the clearing up',
    (how) =>
      meet({ how, at: 'settings' }, async ({ impostor, client }) => {
        const abort = new AbortController();
        const control = bounded(client, { signal: abort.signal });
        const asked = outcome(control.rows("SELECT value FROM system.settings WHERE name = 'a'", anyRow));
        const seen = impostor.requests.length;
        while (impostor.requests.length === seen) await new Promise((resolve) => setTimeout(resolve, 5));
        abort.abort();
        expect(await asked).toBe('interrupted');
        expect(await outcome(control.check())).toBe('interrupted');
        expect(await outcome(control.command('DROP DATABASE IF EXISTS hogbench_scratch_1', { cleanUp: true }))).toBe(
          'answer',
        );
      }),
  );

  it('leaves the clearing up a second, and no more', () =>
    meet({ how: 'hang', at: 'setup' }, async ({ client }) => {
      const abort = new AbortController();
      const control = bounded(client, { signal: abort.signal });
      const dropping = outcome(control.command('DROP DATABASE IF EXISTS hogbench_scratch_1', { cleanUp: true }));
      abort.abort();
      expect(await dropping).toBe('interrupted');
      expect(late(abort.signal).aborted).toBe(true);
    }));

  it('is what ends a question, not a limit of the budget that is longer', () =>
    meet({ how: 'hang', at: 'settings' }, async ({ client }) => {
      const control = bounded(client, { signal: never, mostMs: () => 200 });
      await expect(control.rows('SELECT value FROM system.settings', anyRow)).rejects.toThrow(/within 0\.2 s/);
    }));
});
