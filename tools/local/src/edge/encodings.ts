/** What the edge compresses itself, as CloudFront does where nothing better is stored: brotli goes before gzip for whoever accepts both. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import type { CachedBody } from './cache.ts';

export type Encoding = 'br' | 'gzip';

/** The types that CloudFront compresses, as far as we store them. */
const compressible =
  /^(text\/(css|csv|html|javascript|markdown|plain|xml)|application\/(javascript|json|manifest\+json|wasm|xml)|image\/svg\+xml)(;|$)/;

/**
 * CloudFront compresses 1,000 to 10,000,000 bytes of text that is not encoded yet.
 * @returns `undefined` where the bytes go out as they are.
 */
export function encodingFor(
  acceptEncoding: string | undefined,
  { 'content-type': type = '', 'content-encoding': encoding = 'identity' }: Readonly<Record<string, string>>,
  size: number,
): Encoding | undefined {
  if (encoding !== 'identity' || !compressible.test(type) || size < 1_000 || size > 10_000_000) return undefined;
  const accepted = new Negotiator({ headers: { 'accept-encoding': acceptEncoding ?? '' } }).encodings(['br', 'gzip']);
  return (['br', 'gzip'] as const).find((each) => accepted.includes(each));
}

const compress: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gzip),
  // A quick one, as an edge must: who wants the smallest stores it.
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
};

/** Compresses each body once for each encoding, for as long as the cache keeps it. */
export function createCompression(): (body: CachedBody, encoding: Encoding) => Promise<Buffer> {
  const done = { br: new WeakMap<CachedBody, Promise<Buffer>>(), gzip: new WeakMap<CachedBody, Promise<Buffer>>() };
  return (body, encoding) => {
    const compressed = done[encoding].get(body) ?? compress[encoding](body.bytes);
    done[encoding].set(body, compressed);
    return compressed;
  };
}
