/** A real HTTP server that answers as the mocks do: the school's backend, on an origin of its own. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { getResponse } from 'msw';
import { corsHeaders, isPreflight, preflightResponse } from './cors.ts';
import { createCsrfGuard, sessionPath } from './csrf.ts';
import type { MockApi } from './mock-api.ts';
import { openMockNetwork, unmockedResponse, type MockNetworkOptions } from './mock-network.ts';
import { apis as registered } from './registry.ts';

export interface BackendOptions extends Omit<MockNetworkOptions, 'apis' | 'baseUrl'> {
  /** 0 (the default): any free one. */
  readonly port?: number;
  /** Default 127.0.0.1. Another name of this machine makes cookies cross-site. */
  readonly host?: string;
  /** Origins whose pages may call it with credentials, like `http://127.0.0.1:4200`. */
  readonly allowOrigins: readonly string[];
  /** Default: every registered API. */
  readonly apis?: readonly MockApi[];
  /** One line a request. */
  readonly log?: (line: string) => void;
}

export interface Backend {
  /** Like `http://127.0.0.1:41871`. */
  readonly origin: string;
  /** Throws a RangeError on an unknown API or scenario. What was stored stays. */
  setScenario(api: string, scenario: string): void;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** Each backend has its own memory: surveys answered, sessions open. Rejects when the port is taken. */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { port = 0, host = '127.0.0.1', allowOrigins, apis = registered, log = () => undefined, ...rest } = options;
  const network = openMockNetwork({ apis, ...rest });
  const csrf = createCsrfGuard();

  const answer = async (request: Request): Promise<Response> => {
    if (isPreflight(request)) return preflightResponse(request, allowOrigins);
    if (request.method === 'GET' && new URL(request.url).pathname === sessionPath) return csrf.openSession(request);
    return csrf.refuse(request) ?? (await getResponse([...network.handlers()], request)) ?? unmockedResponse(request);
  };

  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = toRequest(incoming);
      const response = await answer(request);
      log(`${request.method} ${new URL(request.url).pathname} ${response.type === 'error' ? 'network error' : response.status}`);
      await send(response, corsHeaders(request, allowOrigins), outgoing);
    })().catch((cause: unknown) => {
      log(`${incoming.method} ${incoming.url} failed: ${String(cause)}`);
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));

  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    setScenario: network.setScenario,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) for (const one of [value ?? []].flat()) headers.append(name, one);
  const hasBody = !['GET', 'HEAD'].includes(incoming.method ?? 'GET');
  return new Request(`http://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`, {
    method: incoming.method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' as const } : {}),
  });
}

async function send(response: Response, cors: Readonly<Record<string, string>>, outgoing: ServerResponse): Promise<void> {
  // A network error has no HTTP form: the connection just ends.
  if (response.type === 'error') return void outgoing.destroy();
  for (const [name, value] of Object.entries(cors)) outgoing.setHeader(name, value);
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length) outgoing.setHeader('Set-Cookie', cookies);
  outgoing.writeHead(response.status);
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
