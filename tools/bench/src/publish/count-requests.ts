/** Stands before a server and counts the HTTP requests that come; what it passes on is what it got, the `Host` that was signed included. */
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RequestCounter {
  readonly origin: string;
  /** By method, since the last look; looking starts again. */
  take(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** @param target `http://127.0.0.1:7480` */
export async function countRequests(target: string): Promise<RequestCounter> {
  const { hostname, port } = new URL(target);
  let counts: Record<string, number> = {};
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url, headers } = incoming;
    counts[method] = (counts[method] ?? 0) + 1;
    // `expect` was answered here already.
    const { expect: _expect, connection: _connection, ...passed } = headers;
    const onward = ask({ hostname, port, method, path: url, headers: passed }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = counts;
      counts = {};
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((all, count) => all + count, 0);
