/** Decodes `aws-chunked` bodies: checks the signature of every chunk and of the trailer where they are signed. */
import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { createByteReader } from './byte-reader.ts';
import { emptySha256, hmac, scopeText, sha256Hex } from './canonical.ts';
import { sameText, type Verification } from './verify.ts';

export interface AwsChunked {
  /** The decoded bytes. Ends with an error when the framing, a signature or the length is wrong. */
  readonly data: AsyncIterable<Uint8Array>;
  /** The trailing headers, by lower-case name; complete when `data` has ended. */
  readonly trailer: ReadonlyMap<string, string>;
}

const longestLine = 8192;
const broken = (why: string) => new AwsError(400, 'InvalidRequest', `The aws-chunked body is malformed: ${why}.`);
const incomplete = () =>
  new AwsError(400, 'IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header.');
const wrongSignature = (what: string) =>
  new AwsError(403, 'SignatureDoesNotMatch', `The ${what} signature we calculated does not match the signature you provided.`);

/**
 * @param options.signed the request's verification when its chunks continue its signature.
 * @param options.decodedLength from `x-amz-decoded-content-length`.
 */
export function decodeAwsChunked(
  body: AsyncIterable<Uint8Array>,
  { signed, hasTrailer, decodedLength }: { signed: Verification | undefined; hasTrailer: boolean; decodedLength: number },
): AwsChunked {
  const reader = createByteReader(body);
  const trailer = new Map<string, string>();
  const readLine = async (): Promise<string | undefined> => {
    try {
      return await reader.line(longestLine);
    } catch (error) {
      throw error instanceof RangeError ? broken(error.message) : error;
    }
  };

  async function* data(): AsyncGenerator<Uint8Array> {
    let previous = signed?.signature ?? '';
    let total = 0;
    for (;;) {
      const header = await readLine();
      if (header === undefined) throw incomplete();
      const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(header);
      if (!match) throw broken('a chunk does not begin with its size');
      const size = Number.parseInt(match[1]!, 16);
      const hash = createHash('sha256');
      let received = 0;
      for await (const piece of reader.block(size)) {
        hash.update(piece);
        received += piece.byteLength;
        yield piece;
      }
      if (received < size) throw incomplete();
      if (signed) {
        const expected = chunkSignature(signed, previous, hash.digest('hex'));
        if (!sameText(expected, match[2] ?? '')) throw wrongSignature('chunk');
        previous = expected;
      }
      total += size;
      if (size === 0) break;
      if ((await readLine()) !== '') throw broken('a chunk is longer than its size');
    }
    if (total !== decodedLength) throw incomplete();
    await readTrailer(previous);
  }

  async function readTrailer(previous: string): Promise<void> {
    let signature = '';
    for (let line = await readLine(); line; line = await readLine()) {
      const colon = line.indexOf(':');
      if (colon < 0 || !hasTrailer) throw broken('something follows the last chunk');
      const name = line.slice(0, colon).trim().toLowerCase();
      const value = line.slice(colon + 1).trim();
      if (name === 'x-amz-trailer-signature') signature = value;
      else trailer.set(name, value);
    }
    if (!signed || !hasTrailer) return;
    const canonical = [...trailer].map(([name, value]) => `${name}:${value}\n`).join('');
    if (!sameText(trailerSignature(signed, previous, sha256Hex(canonical)), signature)) throw wrongSignature('trailer');
  }

  return { data: data(), trailer };
}

export const chunkSignature = (
  { signingKey, timestamp, scope }: Pick<Verification, 'signingKey' | 'timestamp' | 'scope'>,
  previous: string,
  hash: string,
): string =>
  hmac(signingKey, ['AWS4-HMAC-SHA256-PAYLOAD', timestamp, scopeText(scope), previous, emptySha256, hash].join('\n')).toString('hex');

export const trailerSignature = (
  { signingKey, timestamp, scope }: Pick<Verification, 'signingKey' | 'timestamp' | 'scope'>,
  previous: string,
  hash: string,
): string => hmac(signingKey, ['AWS4-HMAC-SHA256-TRAILER', timestamp, scopeText(scope), previous, hash].join('\n')).toString('hex');
