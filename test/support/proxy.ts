import { createServer, type IncomingMessage, type RequestListener, request, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What stands between a client and a server, and what it does there. */
export interface ProxyRules {
  /** Ports of the servers behind it; connections take turns on them. */
  readonly ports: readonly number[];
  /** Requests that do not begin with it get a page of the proxy's own. */
  readonly prefix?: string;
  /** Changes the parameters of a request. */
  readonly rewrite?: (params: URLSearchParams) => void;
  /** Longest URL let through; others get status 414. */
  readonly longestUrl?: number;
  /** Speaks TLS to the client. */
  readonly tls?: ServerOptions;
}

export interface RunningProxy {
  readonly port: number;
  /** Every URL asked for. */
  readonly urls: readonly string[];
  close(): Promise<void>;
}

export async function startProxy(rules: ProxyRules): Promise<RunningProxy> {
  const urls: string[] = [];
  const upstream = new WeakMap<object, number>();
  let connections = 0;
  const portFor = (incoming: IncomingMessage): number => {
    const known = upstream.get(incoming.socket);
    const port = known ?? rules.ports[connections++ % rules.ports.length] ?? 0;
    upstream.set(incoming.socket, port);
    return port;
  };
  const listener: RequestListener = (incoming, outgoing) => {
    const url = incoming.url ?? '/';
    urls.push(url);
    const page = (status: number, text: string): void => {
      outgoing.writeHead(status, { 'content-type': 'text/html' });
      outgoing.end(`<html><h1>${text}</h1></html>`);
    };
    const { prefix = '', longestUrl = Number.POSITIVE_INFINITY } = rules;
    if (!url.startsWith(prefix)) return page(404, '404 Not Found');
    if (url.length > longestUrl) return page(414, '414 Request-URI Too Large');
    const { pathname, searchParams } = new URL(url.slice(prefix.length) || '/', 'http://proxy');
    rules.rewrite?.(searchParams);
    const { method, headers } = incoming;
    const passed = request(
      { host: '127.0.0.1', port: portFor(incoming), path: `${pathname}?${searchParams}`, method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passed.on('error', () => page(502, '502 Bad Gateway'));
    incoming.pipe(passed);
  };
  const server: Server = rules.tls === undefined ? createServer(listener) : createSecureServer(rules.tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    urls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
