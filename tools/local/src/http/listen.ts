/** The wiring between Node's HTTP server and a handler. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PintagError } from '@pintag/cdn';
import type { Log } from '../log.ts';
import type { HttpHandler, HttpRequest, HttpResponse } from './message.ts';

export interface Listening {
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

const host = '127.0.0.1';

/**
 * Serves `handler` on the loopback interface.
 * @param options.port 0 for a free one.
 * @throws {PintagError} PT_PORT_IN_USE
 */
export async function listen(handler: HttpHandler, { port, log }: { port: number; log: Log }): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch((error: unknown) => {
      // A viewer that hangs up in the middle of a body is no event worth telling.
      if (!outgoing.destroyed)
        log({ level: 'error', step: 'local', message: `${incoming.method} ${incoming.url} failed: ${String(error)}` });
      outgoing.destroy();
    });
  });
  // Node's five seconds end connections that clients are just about to use again.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PintagError('PT_PORT_IN_USE', { port }, { cause: error }) : error),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address.');
  return {
    origin: `http://${host}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(handler: HttpHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const response = await handler(requestOf(incoming));
  outgoing.writeHead(response.status, withLength(response));
  if (incoming.method === 'HEAD' || response.body === undefined) outgoing.end();
  else if (response.body instanceof Uint8Array) outgoing.end(response.body);
  else await pipeline(Readable.from(response.body), outgoing);
}

function requestOf(incoming: IncomingMessage): HttpRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { method: incoming.method ?? 'GET', target: incoming.url ?? '/', headers, body: incoming };
}

function withLength({ status, headers, body }: HttpResponse): Record<string, string> {
  if (headers['content-length'] !== undefined || status === 204 || status === 304) return { ...headers };
  if (body === undefined) return { ...headers, 'content-length': '0' };
  return body instanceof Uint8Array ? { ...headers, 'content-length': String(body.byteLength) } : { ...headers };
}
