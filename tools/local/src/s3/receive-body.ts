/** Takes a request's body in: decodes it, verifies every digest that came with it, and writes it into a draft. */
import { createHash } from 'node:crypto';
import { AwsError, notImplemented } from '../aws-error.ts';
import {
  checksumAlgorithms,
  checksumHeader,
  type ChecksumAlgorithm,
  type Checksums,
  createChecksum,
  isChecksumAlgorithm,
} from '../checksums/checksum.ts';
import type { HttpRequest } from '../http/message.ts';
import { decodeAwsChunked } from '../sigv4/aws-chunked.ts';
import type { Verification } from '../sigv4/verify.ts';

export interface ReceivedBody {
  readonly size: number;
  /** Hex; what S3 uses as the ETag of an object that came in one piece. */
  readonly md5: string;
  /** The one that the client sent, or CRC-64/NVME when it sent none. */
  readonly checksums: Checksums;
  /** What the client sent. */
  readonly sent: ChecksumAlgorithm | undefined;
}

/** @throws {AwsError} a digest is wrong, a chunk's signature is, or bytes are missing. */
export async function receiveBody(
  request: HttpRequest,
  verification: Verification,
  { write }: { write: (chunk: Uint8Array) => Promise<void> | void },
): Promise<ReceivedBody> {
  const { data, trailer } = decoded(request, verification);
  const expected = expectedChecksum(request.headers);
  const kept = expected?.algorithm ?? 'crc64nvme';
  const running = createChecksum(kept);
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let size = 0;
  for await (const chunk of data) {
    sha256.update(chunk);
    md5.update(chunk);
    running.update(chunk);
    size += chunk.byteLength;
    await write(chunk);
  }

  const md5Bytes = md5.digest();
  checkPayloadHash(verification.payloadHash, sha256.digest('hex'));
  checkContentMd5(request.headers['content-md5'], md5Bytes);
  const actual = running.digest();
  const wanted = expected?.inTrailer ? trailer.get(checksumHeader(expected.algorithm)) : expected?.value;
  if (expected && wanted === undefined)
    throw new AwsError(400, 'InvalidRequest', `The trailer ${checksumHeader(expected.algorithm)} is missing.`);
  if (expected && wanted !== actual) {
    throw new AwsError(400, 'BadDigest', `The ${expected.algorithm.toUpperCase()} you specified did not match the calculated checksum.`);
  }
  return { size, md5: md5Bytes.toString('hex'), checksums: { [kept]: actual }, sent: expected?.algorithm };
}

/** Of a request whose body is XML. */
const textLimit = 4 * 1024 * 1024;

/** @throws {AwsError} as `receiveBody`, and MaxMessageLengthExceeded. */
export async function receiveText(request: HttpRequest, verification: Verification): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await receiveBody(request, verification, {
    write: (chunk) => {
      size += chunk.byteLength;
      if (size > textLimit) throw new AwsError(400, 'MaxMessageLengthExceeded', 'Your request was too large.');
      // A piece of a chunked body may share its memory with the next.
      chunks.push(Uint8Array.from(chunk));
    },
  });
  return Buffer.concat(chunks).toString();
}

function decoded({ headers, body }: HttpRequest, verification: Verification) {
  const form = verification.payloadHash;
  if (!form.startsWith('STREAMING-')) return { data: withLength(body, headers['content-length']), trailer: new Map<string, string>() };
  const known = /^STREAMING-(UNSIGNED-PAYLOAD-TRAILER|AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?)$/.exec(form);
  if (!known) throw notImplemented(`The body form ${form}`);
  const decodedLength = Number(headers['x-amz-decoded-content-length'] ?? NaN);
  if (!Number.isSafeInteger(decodedLength))
    throw new AwsError(411, 'MissingContentLength', 'You must provide the x-amz-decoded-content-length HTTP header.');
  return decodeAwsChunked(body, {
    signed: form.includes('HMAC') ? verification : undefined,
    hasTrailer: form.endsWith('-TRAILER'),
    decodedLength,
  });
}

async function* withLength(body: AsyncIterable<Uint8Array>, contentLength: string | undefined): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    yield chunk;
  }
  if (contentLength !== undefined && size !== Number(contentLength)) {
    throw new AwsError(400, 'IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header.');
  }
}

interface Expected {
  readonly algorithm: ChecksumAlgorithm;
  readonly value?: string;
  readonly inTrailer: boolean;
}

function expectedChecksum(headers: HttpRequest['headers']): Expected | undefined {
  const sent: Expected[] = [];
  for (const algorithm of checksumAlgorithms) {
    const value = headers[checksumHeader(algorithm)];
    if (value !== undefined) sent.push({ algorithm, value, inTrailer: false });
  }
  const unknown = Object.keys(headers).find(
    (name) => /^x-amz-checksum-(?!algorithm$|type$|mode$)/.test(name) && !isChecksumAlgorithm(name.slice(15)),
  );
  if (unknown) throw notImplemented(`The header ${unknown}`);
  const trailer = headers['x-amz-trailer']?.toLowerCase();
  if (trailer !== undefined) {
    const algorithm = trailer.replace(/^x-amz-checksum-/, '');
    if (!trailer.startsWith('x-amz-checksum-') || !isChecksumAlgorithm(algorithm)) throw notImplemented(`The trailer ${trailer}`);
    sent.push({ algorithm, inTrailer: true });
  }
  if (sent.length > 1)
    throw new AwsError(400, 'InvalidRequest', 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  return sent[0];
}

function checkPayloadHash(claimed: string, actual: string): void {
  if (claimed === 'UNSIGNED-PAYLOAD' || claimed.startsWith('STREAMING-')) return;
  if (claimed !== actual) {
    throw new AwsError(400, 'XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.", {
      ClientComputedContentSHA256: claimed,
      S3ComputedContentSHA256: actual,
    });
  }
}

function checkContentMd5(claimed: string | undefined, actual: Buffer): void {
  if (claimed === undefined) return;
  const bytes = Buffer.from(claimed, 'base64');
  if (bytes.byteLength !== 16) throw new AwsError(400, 'InvalidDigest', 'The Content-MD5 you specified is not valid.');
  if (!bytes.equals(actual)) throw new AwsError(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
}
