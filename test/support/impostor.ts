import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { properAnswer, type Row } from './impostor/answers.ts';
import { type Misbehaviour, misbehave, textOf } from './impostor/misbehaviours.ts';
import { type Request, type RequestKind, requestKind } from './impostor/requestKind.ts';

export { evilText } from './impostor/evilText.ts';
export { garbageValues } from './impostor/garbage.ts';
export { type Misbehaviour, misbehaviours } from './impostor/misbehaviours.ts';
export { type Request, type RequestKind, requestKinds } from './impostor/requestKind.ts';

/** When the impostor misbehaves, and how. */
export interface Mischief {
  readonly how: Misbehaviour;
  /** The kind of request that is answered wrongly; `all` for every one. */
  readonly at: RequestKind | 'all';
  /** 3: only the third, the sixth, … of them. */
  readonly every?: number;
  /** How many are answered properly before. */
  readonly after?: number;
}

export interface ImpostorOptions {
  readonly mischief?: Mischief;
  /** What the log says of an execution otherwise than usual: `() => ({ durationUs: null })`. `number` counts executions from 0. */
  readonly evidence?: (execution: Request, number: number) => Row;
  /** How late a `late` answer comes; 3000 ms unless told. */
  readonly lateMs?: number;
  /** How long an execution takes; none unless told. */
  readonly executionMs?: number;
  /** Instructions that its processor has counted so far; absent: it has no such counter. */
  readonly instructions?: number;
  /** A text that stands in the rows of results and in the literals of statements in the log. */
  readonly secret?: string;
}

/** A request that came. */
export interface SeenRequest extends Request {
  /** Undefined for one that the impostor does not know. */
  readonly kind: RequestKind | undefined;
  readonly misled: boolean;
  /** By the clock of `Date.now()`; undefined until its answer is sent, and for one that is misled. */
  answeredAt: number | undefined;
  readonly authorization: string | undefined;
}

/**
 * A server that answers as a ClickHouse would to what hogbench asks, without one: `const impostor = await startImpostor({ mischief: { how: 'hang', at: 'evidence' } })`.
 */
export interface Impostor {
  readonly port: number;
  /** With a user, as `--target` takes it. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Changes the mischief; undefined ends it. */
  misbehave(mischief: Mischief | undefined): void;
  /**
   * Ends every connection.
   * @throws Error when a request came that the impostor does not know: teach it that in impostor/requestKind.ts, or the test tested nothing
   */
  close(): Promise<void>;
}

/** Listens on a free port of this machine. */
export async function startImpostor(options: ImpostorOptions = {}): Promise<Impostor> {
  const state: State = {
    options,
    mischief: options.mischief,
    requests: [],
    executed: new Map(),
    turns: 0,
    matching: 0,
  };
  const server = createServer({ maxHeaderSize: 2 ** 20 }, (incoming, response) => {
    readRequest(incoming).then(
      (request) => answer(state, request, incoming, response),
      () => response.destroy(),
    );
  });
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://tester@127.0.0.1:${port}`,
    requests: state.requests,
    misbehave(mischief) {
      state.mischief = mischief;
      state.turns = 0;
      state.matching = 0;
    },
    async close() {
      await closed(server);
      const unknown = state.requests.filter(({ kind }) => kind === undefined);
      if (unknown.length > 0)
        throw new Error(
          `the impostor met ${unknown.length} requests that it does not know, first ${unknown[0]?.sql.trim().slice(0, 300)}`,
        );
    },
  };
}

interface State {
  readonly options: ImpostorOptions;
  mischief: Mischief | undefined;
  readonly requests: SeenRequest[];
  readonly executed: Map<string, Request>;
  /** Requests that the mischief is meant for, and how many of them were misled. */
  matching: number;
  turns: number;
}

function answer(state: State, request: Request, incoming: IncomingMessage, response: ServerResponse): void {
  const kind = requestKind(request);
  const misled = kind !== undefined && isMeant(state, kind);
  const { authorization } = incoming.headers;
  const seen: SeenRequest = { ...request, kind, misled, answeredAt: undefined, authorization };
  state.requests.push(seen);
  const queryId = request.params.get('query_id') ?? 'none';
  const headers = { 'X-ClickHouse-Query-Id': queryId, 'Content-Type': 'application/x-ndjson; charset=UTF-8' };
  if (kind === undefined) {
    response.writeHead(501, { ...headers, 'X-ClickHouse-Exception-Code': '48' });
    response.end(
      'Code: 48. DB::Exception: the impostor does not know this request (NOT_IMPLEMENTED) (version 26.7.1.1)\n',
    );
    return;
  }
  if (kind === 'execution' || kind === 'profile') state.executed.set(queryId, request);
  const { executed, options } = state;
  const { evidence = () => ({}), secret = 'jane@example.com', instructions } = options;
  const proper = properAnswer(kind, request, { executed, evidence, instructions, secret });
  if (!misled || state.mischief === undefined) {
    const send = (): void => {
      response.writeHead(200, headers);
      response.end(textOf(proper));
      seen.answeredAt = Date.now();
    };
    if (kind === 'execution' && options.executionMs !== undefined) setTimeout(send, options.executionMs);
    else send();
    return;
  }
  const elsewhere = `http://${incoming.headers.host}/elsewhere`;
  const turn = state.turns++;
  misbehave(state.mischief.how, { response, headers, answer: proper, turn, elsewhere, lateMs: options.lateMs ?? 3000 });
}

function isMeant(state: State, kind: RequestKind): boolean {
  const { mischief } = state;
  if (mischief === undefined || (mischief.at !== 'all' && mischief.at !== kind)) return false;
  state.matching += 1;
  const { every = 1, after = 0 } = mischief;
  return state.matching > after && (state.matching - after) % every === 0;
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const url = new URL(incoming.url ?? '/', 'http://impostor');
  const params = new Map(url.searchParams);
  const isForm = incoming.headers['content-type']?.startsWith('multipart/form-data') === true;
  const fields = isForm ? formFields(body) : new Map<string, string>();
  for (const [name, value] of fields) params.set(name, value);
  // A server puts the parameter before the body.
  const sql = isForm ? (fields.get('query') ?? '') : (url.searchParams.get('query') ?? '') + body;
  return { method: incoming.method ?? '', path: url.pathname, params, sql };
}

function formFields(body: string): Map<string, string> {
  const found = body.matchAll(/name="([^"]+)"\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*?)\r\n--/g);
  return new Map([...found].map(([, name = '', value = '']) => [name, value]));
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
