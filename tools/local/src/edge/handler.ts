/** The edge as a function from request to response: what CloudFront with our behaviours would answer, with its limits. */
import { notFound, responseHeadersOf } from '@pintag/cdn';
import { allowedMethods } from '@pintag/cdn/edge-function';
import { namesEtag } from '../http/etag.ts';
import type { HttpHandler, HttpRequest, HttpResponse } from '../http/message.ts';
import { parseRange } from '../http/range.ts';
import type { Log } from '../log.ts';
import type { Origin } from './bucket-origin.ts';
import { type Cached, createEdgeCache, type Outcome } from './cache.ts';
import { createGzip, isCompressed } from './encodings.ts';
import type { KeyValueSource } from './functions/isolated-function.ts';
import { createViewerFunctions } from './functions/viewer-functions.ts';

export interface Edge {
  readonly handle: HttpHandler;
  /** @param paths of URLs, with a leading slash; `*` at the end stands for anything. What the edge itself compressed goes with it. */
  readonly purge: (paths: readonly string[]) => void;
}

export interface EdgeOptions {
  readonly origin: Origin;
  /** What the channels' redirects are read from. */
  readonly keyValues: KeyValueSource;
  readonly distributionId: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

const errorTtl = 10_000;
/** From this status on CloudFront runs no viewer-response function. */
const firstFailure = 400;
/** CloudFront's default root object. */
const rootObject = 'index.html';

interface Found {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly outcome: Outcome;
}

export function createEdge({ origin, keyValues, distributionId, now, log }: EdgeOptions): Edge {
  const cache = createEdgeCache({ origin, now, log, errorTtl });
  const gzipped = createGzip();
  const functions = createViewerFunctions({ keyValues, distributionId, log });

  /** As it is stored, or compressed here where CloudFront would. */
  const find = async (key: string, acceptEncoding: string | undefined): Promise<Found | Exclude<Cached, { kind: 'found' }>> => {
    const stored = await cache.get(key);
    if (stored.kind !== 'found') return stored;
    const { headers, body, outcome } = stored;
    if (!isCompressed(acceptEncoding, headers, body.bytes.byteLength)) return { headers, body: body.bytes, outcome };
    // The bytes differ from those that the origin named, so the tag can only be a weak one.
    const etag = headers['etag'] && { etag: `W/${headers['etag'].replace(/^W\//, '')}` };
    return { headers: { ...headers, ...etag, 'content-encoding': 'gzip' }, body: await gzipped(body), outcome };
  };

  const handle: HttpHandler = async (request) => {
    if (!allowedMethods.some((method) => method === request.method)) return refusedMethod;
    const asked = functions.onRequest(request);
    if (asked.kind === 'answer') return asked.response;

    const { uri } = asked.request;
    const viewer = { ...request, headers: asked.headers };
    const found = await find(uri.slice(1) || rootObject, asked.headers['accept-encoding']);
    const response = 'body' in found ? respond(viewer, found) : found.kind === 'missing' ? missing : originFailed;
    // The headers policy of the behavior, which is chosen by the path as it was sent.
    const [path = ''] = request.target.split(/[?#]/);
    const policy = responseHeadersOf(path, { status: firstFailure, hasOrigin: asked.headers['origin'] !== undefined });
    const answer = { ...response, headers: { ...response.headers, ...policy } };
    return answer.status < firstFailure ? functions.onResponse(asked.request, answer) : answer;
  };

  return {
    handle,
    purge(paths) {
      const patterns = paths.map(decodedPath);
      cache.purge((key) => {
        const names = [`/${key}`, ...(key === rootObject ? ['/'] : [])];
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

/** CloudFront's own words, before any function or headers policy. */
const refusedMethod: HttpResponse = {
  status: 403,
  headers: { 'content-type': 'text/html', 'x-cache': 'Error from cloudfront' },
  body: Buffer.from('<h1>403 ERROR</h1>\n<p>This distribution is not configured to allow the HTTP request method that was used.</p>\n'),
};

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
