/** Requests and responses as plain data: S3, the CloudFront API and the edge are functions from one to the other. */

/** Unlike the web's `Request` it keeps the target as sent: S3 keys may hold `..`, and a signature covers every byte. */
export interface HttpRequest {
  readonly method: string;
  /** Percent-encoded, query included: `/pintag/a%20b?x-id=GetObject`. */
  readonly target: string;
  /** Names in lower case; the values of repeated ones joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>;

export async function* noBody(): AsyncGenerator<Uint8Array> {}

/** @throws {RangeError} more than `limit` bytes came. */
export async function readAll(body: AsyncIterable<Uint8Array> | Uint8Array | undefined, limit = Infinity): Promise<Buffer> {
  if (!body) return Buffer.alloc(0);
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) throw new RangeError(`The body is longer than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Splits a target into its path and the decoded pairs of its query, in the order sent. @throws {URIError} malformed percent-encoding. */
export function splitTarget(target: string): { path: string; query: readonly (readonly [string, string])[] } {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: [] };
  const pairs = target
    .slice(mark + 1)
    .split('&')
    .filter(Boolean);
  const query = pairs.map((pair) => {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    return [decodeURIComponent(name), decodeURIComponent(value)] as const;
  });
  return { path: target.slice(0, mark), query };
}
