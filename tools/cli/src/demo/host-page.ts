/** The host page of the story: apps/host-html as it is, served by a plain static server on an origin of its own. */
import { createServer } from 'node:http';
import { cp, mkdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { contentTypeOf } from '@pintag/cdn';

export interface HostPage {
  readonly origin: string;
  /** The one file that is edited. */
  readonly file: string;
  close(): Promise<void>;
}

/** @param port 0: any free one. */
export async function serveHostPage({
  source,
  folder,
  port,
}: {
  readonly source: string;
  readonly folder: string;
  readonly port: number;
}): Promise<HostPage> {
  await mkdir(folder, { recursive: true });
  await cp(source, folder, { recursive: true });
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname)).replaceAll(sep, '/');
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    readFile(file).then(
      (body) => response.writeHead(200, { 'Content-Type': typeOf(file), 'Cache-Control': 'no-store' }).end(body),
      () => response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n'),
    );
  });
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    file: join(folder, 'index.html'),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const typeOf = (file: string): string => (extname(file) === '.html' ? 'text/html; charset=utf-8' : contentTypeOf(file));
