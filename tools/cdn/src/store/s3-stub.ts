/** For specs alone: as much of S3 over HTTP as the store asks for, and faults on demand. A server with signatures and the rest is tools/local. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { sha256Of } from '../integrity.ts';

/**
 * What happens to a request. `lost`: it is done, and the connection breaks before the answer. `cut`: the answer breaks off in its body.
 * A status: answered without doing anything. `then`: done first, so that a test can be another writer.
 */
export type Fault = 'lost' | 'cut' | 500 | 503 | 409 | 412 | { readonly then: () => void; readonly answer: Exclude<Fault, object> };

const codes = { 409: 'ConditionalRequestConflict', 412: 'PreconditionFailed', 500: 'InternalError', 503: 'SlowDown' } as const;

interface Stored {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export interface S3Stub extends AsyncDisposable {
  readonly endpoint: string;
  readonly objects: Map<string, Stored>;
  /** `PUT`, `GET`, … in order of arrival. */
  readonly requests: string[];
  /** For the next requests of a method, one after the other. */
  fail(method: string, ...faults: Fault[]): void;
}

/** @param options `checksums: false`: as Ceph has it, SHA-256 is neither verified nor returned. */
export async function startS3Stub({ checksums = true } = {}): Promise<S3Stub> {
  const objects = new Map<string, Stored>();
  const requests: string[] = [];
  const faults: { method: string; fault: Fault }[] = [];

  const server = createServer((request, response) => {
    void serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    requests.push(method);
    const body = await buffer(request);
    const position = faults.findIndex((planned) => planned.method === method);
    const planned = position < 0 ? undefined : faults.splice(position, 1)[0]!.fault;
    if (typeof planned === 'object') planned.then();
    const fault = typeof planned === 'object' ? planned.answer : planned;
    if (typeof fault === 'number') return refuse(response, fault, codes[fault]);

    const url = new URL(request.url ?? '/', 'http://s3');
    const [, bucket, ...rest] = url.pathname.split('/');
    if (bucket !== 'elements') return refuse(response, 404, 'NoSuchBucket');
    const key = decodeURIComponent(rest.join('/'));
    if (fault === 'lost') {
      answer({ request, response: undefined, key, body, url });
      request.socket.destroy();
      return;
    }
    if (fault === 'cut') {
      const stored = objects.get(key)!;
      response.writeHead(200, { ...stored.headers, 'content-length': stored.body.length });
      response.write(stored.body.subarray(0, Math.floor(stored.body.length / 2)), () => request.socket.destroy());
      return;
    }
    answer({ request, response, key, body, url });
  }

  function answer({ request, response, key, body, url }: Arrived): void {
    const { headers, method } = request;
    if (method === 'PUT') return put(headers, response, key, body);
    if (key === '') return list(response, url);
    const stored = objects.get(key);
    if (!stored) return refuse(response, 404, 'NoSuchKey');
    response?.writeHead(200, { ...stored.headers, 'content-length': stored.body.length }).end(method === 'HEAD' ? undefined : stored.body);
  }

  function put(headers: IncomingMessage['headers'], response: ServerResponse | undefined, key: string, body: Buffer): void {
    const stored = objects.get(key);
    if (headers['if-match'] && !stored) return refuse(response, 404, 'NoSuchKey');
    const isRefused =
      headers['if-none-match'] === '*' ? stored !== undefined : headers['if-match'] && headers['if-match'] !== stored?.headers['etag'];
    if (isRefused) return refuse(response, 412, 'PreconditionFailed');
    const sha256 = headers['x-amz-checksum-sha256'];
    if (checksums && sha256 && sha256 !== sha256Of(body)) return refuse(response, 400, 'BadDigest');

    const kept = [
      'content-type',
      'cache-control',
      'content-encoding',
      'x-amz-meta-pintag-write',
      ...(checksums ? ['x-amz-checksum-sha256'] : []),
    ];
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    objects.set(key, {
      body,
      headers: { ...Object.fromEntries(kept.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : []))), etag },
    });
    response?.writeHead(200, { etag }).end();
  }

  function list(response: ServerResponse | undefined, url: URL): void {
    const after = url.searchParams.get('continuation-token') ?? '';
    const prefix = url.searchParams.get('prefix') ?? '';
    const order = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && order(key, after) > 0).sort(order);
    const page = keys.slice(0, 1000);
    const more =
      keys.length > page.length
        ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${escapeXml(page.at(-1)!)}</NextContinuationToken>`
        : '';
    const contents = page.map((key) => `<Contents><Key>${escapeXml(key)}</Key></Contents>`).join('');
    response?.writeHead(200, { 'content-type': 'application/xml' }).end(`<ListBucketResult>${more}${contents}</ListBucketResult>`);
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    requests,
    fail: (method, ...planned) => {
      faults.push(...planned.map((fault) => ({ method, fault })));
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

interface Arrived {
  readonly request: IncomingMessage;
  /** `undefined`: nobody will hear the answer. */
  readonly response: ServerResponse | undefined;
  readonly key: string;
  readonly body: Buffer;
  readonly url: URL;
}

function refuse(response: ServerResponse | undefined, status: number, code: string): void {
  response?.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
