/** A web server for browser tests whose files, and what it does to them, a test decides. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SiteFile {
  readonly body: Uint8Array | string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Site extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** By path, with its leading slash. */
  readonly files: Map<string, SiteFile>;
  /** Paths in the order they were asked for. */
  readonly requests: string[];
  /** Answers instead of the file when it returns one; `nth` counts the requests of a path from 1. */
  intercept?: (path: string, nth: number) => SiteFile | undefined;
}

/** Takes a free port; every answer may be read from any origin. */
export async function startSite(): Promise<Site> {
  const files = new Map<string, SiteFile>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    requests.push(path);
    const nth = requests.filter((earlier) => earlier === path).length;
    const file = site.intercept?.(path, nth) ?? files.get(path) ?? { status: 404, body: 'not here' };
    response.writeHead(file.status ?? 200, { 'access-control-allow-origin': '*', ...file.headers }).end(file.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const site: Site = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return site;
}
