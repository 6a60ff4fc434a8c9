/** Which encoding a viewer gets. As with CloudFront, brotli goes before gzip for whoever accepts both. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import type { CachedBody } from './cache.ts';

export type Encoding = 'br' | 'gzip';

export function acceptedEncodings(acceptEncoding: string | undefined): readonly Encoding[] {
  const accepted = new Negotiator({ headers: { 'accept-encoding': acceptEncoding ?? '' } }).encodings(['br', 'gzip']);
  return (['br', 'gzip'] as const).filter((encoding) => accepted.includes(encoding));
}

/** The types that CloudFront compresses, as far as we store them. */
const compressible =
  /^(text\/(css|csv|html|javascript|markdown|plain|xml)|application\/(javascript|json|manifest\+json|wasm|xml)|image\/svg\+xml)(;|$)/;

/** CloudFront compresses 1,000 to 10,000,000 bytes of text that is not encoded yet. */
export function canGzip(headers: Readonly<Record<string, string>>, size: number): boolean {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  return encoding === 'identity' && compressible.test(type) && size >= 1_000 && size <= 10_000_000;
}

/** Compresses each body once, for as long as the cache keeps it. */
export function createGzip(): (body: CachedBody) => Promise<Buffer> {
  const compress = promisify(gzip);
  const done = new WeakMap<CachedBody, Promise<Buffer>>();
  return (body) => {
    const compressed = done.get(body) ?? compress(body.bytes);
    done.set(body, compressed);
    return compressed;
  };
}
