/** A CDN and a host page's server, over HTTP/2 and TLS as browsers get them; both only as long as a benchmark runs. */
import { once } from 'node:events';
import { createSecureServer, type Http2SecureServer, type Http2ServerRequest } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { cachePolicyOf, contentTypeOf, isText, notFound, responseHeadersOf, varyByEncoding } from '@pintag/cdn';
import type { Certificate } from './self-signed.ts';

export interface ServedFile {
  readonly body: Uint8Array;
  /** Brotli, quality 11; text files have one. */
  readonly compressed?: Uint8Array;
}

export interface Cdn extends AsyncDisposable {
  /** `https://127.0.0.1:port` */
  readonly origin: string;
  /** By path, with its leading slash: `/exact/elements/v1.0.0/calendar/main.js`. What stands before `/elements/` only keeps variants apart. */
  readonly files: Map<string, ServedFile>;
  /** Paths in the order in which they were asked for, since somebody last emptied the list. */
  readonly requests: string[];
}

/** Answers with the headers of the table that uploader and edge read. */
export async function serveCdn(certificate: Certificate): Promise<Cdn> {
  const files = new Map<string, ServedFile>();
  const requests: string[] = [];
  const server = createSecureServer(certificate, (request, response) => {
    const path = pathOf(request);
    requests.push(path);
    const file = files.get(path);
    const published = path.slice(path.indexOf('/elements/'));
    const headers = responseHeadersOf(published, { status: file ? 200 : notFound.status, hasOrigin: request.headers.origin !== undefined });
    if (!file) {
      response.writeHead(notFound.status, { ...headers, 'content-type': notFound.contentType, 'cache-control': notFound.cacheControl });
      return void response.end(notFound.body);
    }
    const isAccepted = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const body = (isAccepted && file.compressed) || file.body;
    response.writeHead(200, {
      ...headers,
      'content-type': contentTypeOf(published),
      'cache-control': cachePolicyOf(published).cacheControl,
      'content-length': body.byteLength,
      ...(isText(published) && { [varyByEncoding.name]: varyByEncoding.value }),
      ...(body === file.compressed && { 'content-encoding': 'br' }),
    });
    response.end(body);
  });
  return { ...(await listening(server)), files, requests };
}

export interface Host extends AsyncDisposable {
  readonly origin: string;
  /** HTML by path. */
  readonly pages: Map<string, string>;
}

/** @param answers JSON of the API on the page's own origin, by path. */
export async function serveHost(certificate: Certificate, answers: ReadonlyMap<string, unknown>): Promise<Host> {
  const pages = new Map<string, string>();
  const server = createSecureServer(certificate, (request, response) => {
    const path = pathOf(request);
    const page = pages.get(path);
    if (page !== undefined) return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    const answer = answers.get(path);
    if (answer === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(answer));
  });
  return { ...(await listening(server)), pages };
}

const pathOf = ({ url }: Http2ServerRequest): string => new URL(url, 'https://site').pathname;

async function listening(server: Http2SecureServer): Promise<{ readonly origin: string } & AsyncDisposable> {
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
