/** The edge as a function from request to response: what CloudFront with our behaviours would answer, with its limits. */
import { isServed, isText, notFound, responseHeadersOf, varyByEncoding } from '@pintag/cdn';
import { namesEtag } from '../http/etag.ts';
import type { HttpHandler, HttpRequest, HttpResponse } from '../http/message.ts';
import { parseRange } from '../http/range.ts';
import type { Log } from '../log.ts';
import type { Origin } from './bucket-origin.ts';
import { type Cached, createEdgeCache, type Outcome } from './cache.ts';
import { acceptedEncodings, canGzip, createGzip } from './encodings.ts';

export interface Edge {
  readonly handle: HttpHandler;
  /** @param paths of URLs, with a leading slash; `*` at the end stands for anything. Every encoding of a path goes with it. */
  readonly purge: (paths: readonly string[]) => void;
}

export interface EdgeOptions {
  readonly origin: Origin;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

const errorTtl = 10_000;
const methods = 'GET, HEAD, OPTIONS';
/** CloudFront's default root object. */
const rootObject = 'index.html';

interface Found {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly outcome: Outcome;
}

export function createEdge({ origin, now, log }: EdgeOptions): Edge {
  const cache = createEdgeCache({ origin, now, log, errorTtl });
  const gzipped = createGzip();

  /** The stored `.br` beside the file, else gzip made here, else the file as it is. */
  const find = async (key: string, acceptEncoding: string | undefined): Promise<Found | Exclude<Cached, { kind: 'found' }>> => {
    const accepted = acceptedEncodings(acceptEncoding);
    const negotiable = isText(key);
    const vary: Record<string, string> = negotiable ? { [varyByEncoding.name]: varyByEncoding.value } : {};
    if (negotiable && accepted.includes('br')) {
      const stored = await cache.get(`${key}.br`);
      if (stored.kind === 'found' && stored.headers['content-encoding'] === 'br') {
        return { headers: { ...stored.headers, ...vary }, body: stored.body.bytes, outcome: stored.outcome };
      }
    }
    const plain = await cache.get(key);
    if (plain.kind !== 'found') return plain;
    const { headers, body, outcome } = plain;
    if (!negotiable || !accepted.includes('gzip') || !canGzip(headers, body.bytes.byteLength)) {
      return { headers: { ...headers, ...vary }, body: body.bytes, outcome };
    }
    // The bytes differ from those that the origin named, so the tag can only be a weak one.
    const etag = headers['etag'] && { etag: `W/${headers['etag'].replace(/^W\//, '')}` };
    return { headers: { ...headers, ...etag, ...vary, 'content-encoding': 'gzip' }, body: await gzipped(body), outcome };
  };

  const handle: HttpHandler = async (request) => {
    const path = request.target.replace(/[?#].*$/s, '');
    const hasOrigin = request.headers['origin'] !== undefined;
    const answer = ({ status, headers, body }: HttpResponse): HttpResponse => ({
      status,
      headers: { ...headers, ...responseHeadersOf(path, { status, hasOrigin }) },
      body,
    });

    if (request.method === 'OPTIONS') return answer(preflight(request));
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(wrongMethod);
    if (!isServed(path)) return answer(missing);
    const found = await find(path.slice(1) || rootObject, request.headers['accept-encoding']);
    if ('body' in found) return answer(respond(request, found));
    return answer(found.kind === 'missing' ? missing : originFailed);
  };

  return {
    handle,
    purge(paths) {
      const patterns = paths.map(decodedPath);
      cache.purge((key) => {
        const names = [`/${key}`, `/${key.replace(/\.br$/, '')}`, ...(key === rootObject ? ['/'] : [])];
        return patterns.some((pattern) =>
          names.some((name) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern)),
        );
      });
    },
  };
}

function respond({ headers: asked }: HttpRequest, { headers: stored, body, outcome }: Found): HttpResponse {
  const headers = viewerHeaders(stored, outcome);
  const { etag, 'last-modified': lastModified } = headers;
  if (isKnown(asked, etag, lastModified)) {
    const { 'content-length': _length, 'content-type': _type, 'content-encoding': _encoding, ...rest } = headers;
    return { status: 304, headers: rest };
  }
  const ifRange = asked['if-range'];
  const wantsRange = ifRange === undefined || ifRange === lastModified || (ifRange === etag && !ifRange.startsWith('W/'));
  const range = wantsRange ? parseRange(asked['range'], body.byteLength) : undefined;
  if (range === 'unsatisfiable') {
    return {
      status: 416,
      headers: { 'content-range': `bytes */${body.byteLength}`, 'cache-control': 'no-store', 'x-cache': 'Error from cloudfront' },
    };
  }
  if (!range) return { status: 200, headers: { ...headers, 'content-length': String(body.byteLength) }, body };
  const part = body.subarray(range.start, range.end + 1);
  return {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(part.byteLength),
      'content-range': `bytes ${range.start}-${range.end}/${body.byteLength}`,
    },
    body: part,
  };
}

/** What S3 says for itself stays behind the edge. */
function viewerHeaders(stored: Readonly<Record<string, string>>, outcome: Outcome): Record<string, string> {
  const own = Object.entries(stored).filter(([name]) => !name.startsWith('x-amz-') && name !== 'server' && name !== 'content-length');
  const headers: Record<string, string> = { ...Object.fromEntries(own), 'accept-ranges': 'bytes', 'x-cache': `${outcome} from cloudfront` };
  if (outcome === 'Miss') delete headers['age'];
  return headers;
}

function isKnown(asked: HttpRequest['headers'], etag: string | undefined, lastModified: string | undefined): boolean {
  const ifNoneMatch = asked['if-none-match'];
  if (ifNoneMatch !== undefined) return etag !== undefined && namesEtag(ifNoneMatch, etag);
  return Date.parse(lastModified ?? '') <= Date.parse(asked['if-modified-since'] ?? '');
}

const errorHeaders = { 'content-type': 'application/json', 'x-cache': 'Error from cloudfront' };
const json = (body: object): Buffer => Buffer.from(`${JSON.stringify(body)}\n`);

const missing: HttpResponse = {
  status: notFound.status,
  headers: { ...errorHeaders, 'content-type': notFound.contentType, 'cache-control': notFound.cacheControl },
  body: Buffer.from(notFound.body),
};

const originFailed: HttpResponse = {
  status: 502,
  headers: { ...errorHeaders, 'cache-control': 'no-store' },
  body: json({ error: 'origin-failed', message: 'The store behind the edge did not answer.' }),
};

const wrongMethod: HttpResponse = {
  status: 405,
  headers: { ...errorHeaders, allow: methods, 'cache-control': 'no-store' },
  body: json({ error: 'method-not-allowed', message: `Only ${methods} are answered here.` }),
};

function preflight({ headers }: HttpRequest): HttpResponse {
  const asked = headers['access-control-request-headers'];
  return {
    status: 204,
    headers: {
      allow: methods,
      'cache-control': 'no-store',
      'x-cache': 'FunctionGeneratedResponse from cloudfront',
      'access-control-allow-methods': methods,
      'access-control-max-age': '600',
      ...(asked !== undefined && { 'access-control-allow-headers': asked }),
    },
  };
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
