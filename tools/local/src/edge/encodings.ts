/** What the edge compresses itself, as CloudFront does: with gzip alone, since brotli is stored, at its best level, where it matters. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import type { CachedBody } from './cache.ts';

/** The types that CloudFront compresses, as far as we store them. */
const compressible =
  /^(text\/(css|csv|html|javascript|markdown|plain|xml)|application\/(javascript|json|manifest\+json|wasm|xml)|image\/svg\+xml)(;|$)/;

/** CloudFront compresses 1,000 to 10,000,000 bytes of text that is not encoded yet, for who accepts it. */
export function isCompressed(
  acceptEncoding: string | undefined,
  { 'content-type': type = '', 'content-encoding': encoding = 'identity' }: Readonly<Record<string, string>>,
  size: number,
): boolean {
  if (encoding !== 'identity' || !compressible.test(type) || size < 1_000 || size > 10_000_000) return false;
  return new Negotiator({ headers: { 'accept-encoding': acceptEncoding ?? '' } }).encodings(['gzip']).includes('gzip');
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
