import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Settings } from '../../model/workload.ts';
import { finishedWrites } from '../../sql/writingStatement.ts';
import { drain, wholeText } from './answerBody.ts';
import type { Connection } from './connection.ts';
import type { Client, ControlOptions, ExecuteOptions } from './control.ts';
import { controlError } from './controlErrors.ts';
import { deadlines } from './deadlines.ts';
import { exceptionAtEnd } from './exceptionText.ts';
import { readGuard } from './readGuard.ts';
import { NotClickHouse } from './requestFailures.ts';
import { answerRows, anyRow } from './rowShape.ts';
import { type Answer, openTransport, type Transport } from './transport.ts';

/** An answer to a small question of ours: a table of settings, of columns, or a plan. */
const smallAnswer = 64 * 1024 ** 2;

/** Sent with every execution: a cache answers the second run of a query and hides what it costs. */
export const measuredSettings: Settings = {
  use_query_cache: 0,
  use_query_condition_cache: 0,
  use_uncompressed_cache: 0,
};

/** Sent with every execution, after the caller's settings, so that no case can lift them. */
export const guards: Settings = {
  readonly: 2,
  cancel_http_readonly_queries_on_client_close: 1,
  default_format: 'Null',
};

/** The same for a statement that writes to a scratch table. */
export const writeGuards: Settings = { ...finishedWrites, default_format: 'Null' };

/** Opens nothing yet: the first statement does. */
export function connect(connection: Connection): Client {
  const transport = openTransport(connection);
  const guarded = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => Promise.reject(controlError(error, connection, what)));
  const hold = readGuard((bounds) =>
    guarded(checkSql, () => drained(checkSql, { ...bounds, settings: { readonly: 1 } })),
  );
  const drained = async (sql: string, options: ControlOptions): Promise<void> => {
    const { body, exceptionTag } = await sendControl(transport, sql, options);
    await drain(body, exceptionTag);
  };
  const rows: Client['rows'] = (sql, shape, options = {}) =>
    hold(options, (held) =>
      guarded(options.what ?? sql, async () => answerRows(await rowText(transport, sql, held), shape, connection.url)),
    );
  return {
    execute: (sql, options) =>
      execute(transport, sql, { ...options, settings: { ...options.settings, ...connection.always } }),
    rows,
    command: (sql, options = {}) => guarded(options.what ?? sql, () => drained(sql, options)),
    stream: (sql, options = {}) =>
      hold({ ...options, settings: { readonly: 2, ...options.settings } }, (held) =>
        guarded(options.what ?? sql, async () => (await sendControl(transport, sql, held)).body),
      ),
    async check(options = {}) {
      const [row] = await rows(checkSql, anyRow, { timeoutMs: deadlines.check, ...options });
      if (Number(row?.one) !== 1) throw controlError(new NotClickHouse(), connection);
    },
    close: async () => transport.close(),
  };
}

const checkSql = 'SELECT 1 AS one';

async function execute(transport: Transport, sql: string, options: ExecuteOptions): Promise<void> {
  const { queryId, params, settings, timeoutMs, signal, writes, onAnswer } = options;
  const sent = { ...measuredSettings, ...settings, ...(writes === true ? writeGuards : guards) };
  const answer = await transport.send({ sql, queryId, params, settings: sent, form: 'allowed', timeoutMs, signal });
  onAnswer?.();
  await drain(answer.body, answer.exceptionTag);
  checkSender(answer.headers);
}

async function rowText(transport: Transport, sql: string, options: ControlOptions): Promise<string> {
  const statement = sql.replace(/[\s;]+$/, '');
  const asked = options.settings?.default_format === undefined ? `${statement}\nFORMAT JSONEachRow` : statement;
  const { body, exceptionTag } = await sendControl(transport, asked, options);
  const text = await wholeText(body, options.maxBytes ?? smallAnswer);
  const failure = exceptionAtEnd(text, exceptionTag);
  if (failure !== undefined) throw failure;
  return text;
}

async function sendControl(transport: Transport, sql: string, options: ControlOptions): Promise<Answer> {
  const { queryId = randomUUID(), params = {}, settings = {}, session, signal } = options;
  const { timeoutMs = deadlines.question } = options;
  const answer = await transport.send({
    ...{ sql, queryId, params, settings, session, timeoutMs, signal },
    form: 'none',
  });
  try {
    checkSender(answer.headers);
  } catch (error) {
    answer.body.destroy();
    throw error;
  }
  return answer;
}

/** A proxy's page has a good status too. Every ClickHouse since 2018 names the query. */
function checkSender(headers: IncomingHttpHeaders): void {
  if (headers['x-clickhouse-query-id'] === undefined) throw new NotClickHouse();
}
