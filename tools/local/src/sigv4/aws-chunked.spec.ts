import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';
import { chunkSignature, trailerSignature } from './aws-chunked.ts';
import { scopeText, sha256Hex, signatureOf, signingKey, timestampOf } from './canonical.ts';

// The SDK streams only unsigned chunks, so this writes the signed ones byte by byte, as the documentation of SigV4 says.
let local: TemporaryLocal;
beforeAll(async () => void (local = await startTemporaryLocal()));
afterAll(() => local.close());

const text = 'The quick brown fox '.repeat(5_000);
const crc = (() => {
  const digest = Buffer.alloc(4);
  digest.writeUInt32BE(crc32(text));
  return digest.toString('base64');
})();

interface Stream {
  readonly signed: boolean;
  readonly trailer: boolean;
  /** Given the finished body, as latin1. */
  readonly damage?: (body: string) => string;
  readonly checksum?: string;
  readonly decodedLength?: number;
}

async function send(
  key: string,
  { signed, trailer, damage = (body) => body, checksum = crc, decodedLength = text.length }: Stream,
): Promise<Response> {
  const form = `STREAMING-${signed ? 'AWS4-HMAC-SHA256-PAYLOAD' : 'UNSIGNED-PAYLOAD'}${trailer ? '-TRAILER' : ''}`;
  const timestamp = timestampOf(Date.now());
  const scope = { date: timestamp.slice(0, 8), region: local.s3.region, service: 's3' };
  const headers: Record<string, string> = {
    host: new URL(local.s3.endpoint).host,
    'content-encoding': 'aws-chunked',
    'x-amz-content-sha256': form,
    'x-amz-date': timestamp,
    'x-amz-decoded-content-length': String(decodedLength),
    ...(trailer && { 'x-amz-trailer': 'x-amz-checksum-crc32' }),
  };
  const signedHeaders = Object.keys(headers).sort();
  const target = `/pintag/${key}`;
  const key_ = signingKey(local.s3.secretAccessKey, scope);
  const signature = signatureOf({ method: 'PUT', target, headers }, { key: key_, scope, timestamp, signedHeaders, payloadHash: form });
  const credential = `${local.s3.accessKeyId}/${scopeText(scope)}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`;

  let previous = signature;
  const seed = { signingKey: key_, timestamp, scope };
  const parts = [text.slice(0, 65_536), text.slice(65_536), ''].map((part) => {
    previous = chunkSignature(seed, previous, createHash('sha256').update(part).digest('hex'));
    const extension = signed ? `;chunk-signature=${previous}` : '';
    return `${part.length.toString(16)}${extension}\r\n${part}${part === '' ? '' : '\r\n'}`;
  });
  const line = `x-amz-checksum-crc32:${checksum}`;
  const trailing = trailer
    ? [line, ...(signed ? [`x-amz-trailer-signature:${trailerSignature(seed, previous, sha256Hex(`${line}\n`))}`] : [])]
    : [];
  const body = [...parts, ...trailing.map((each) => `${each}\r\n`), '\r\n'].join('');
  const { host: _host, ...sent } = headers;
  return fetch(local.s3.endpoint + target, {
    method: 'PUT',
    headers: { ...sent, authorization },
    body: Buffer.from(damage(body), 'latin1'),
  });
}

const forms = [
  { signed: false, trailer: true },
  { signed: true, trailer: false },
  { signed: true, trailer: true },
] as const;

test.each(forms)('a stream arrives whole (signed $signed, trailer $trailer)', async (form) => {
  const key = `whole-${form.signed}-${form.trailer}`;
  const response = await send(key, form);

  expect([response.status, await response.text()]).toEqual([200, '']);
  expect(response.headers.get('etag')).toBe(`"${createHash('md5').update(text).digest('hex')}"`);
  if (form.trailer) expect(response.headers.get('x-amz-checksum-crc32')).toBe(crc);
});

const damages: readonly (Stream & { readonly what: string; readonly code: string; readonly status: number })[] = [
  {
    what: 'a changed byte, its chunk signed',
    signed: true,
    trailer: false,
    damage: (body) => body.replace('quick', 'quack'),
    status: 403,
    code: 'SignatureDoesNotMatch',
  },
  {
    what: 'a changed byte in the last chunk',
    signed: true,
    trailer: true,
    damage: (body) => body.replace(/fox (?=\r)/, 'fux '),
    status: 403,
    code: 'SignatureDoesNotMatch',
  },
  {
    what: 'a changed byte, unsigned',
    signed: false,
    trailer: true,
    damage: (body) => body.replace('quick', 'quack'),
    status: 400,
    code: 'BadDigest',
  },
  { what: 'a wrong checksum in a signed trailer', signed: true, trailer: true, checksum: 'AAAAAA==', status: 400, code: 'BadDigest' },
  {
    what: 'a changed checksum in a signed trailer',
    signed: true,
    trailer: true,
    damage: (body) => body.replace(crc, 'AAAAAA=='),
    status: 403,
    code: 'SignatureDoesNotMatch',
  },
  {
    what: 'no trailer',
    signed: false,
    trailer: true,
    damage: (body) => body.replace(/x-amz-checksum-crc32:.*\r\n/, ''),
    status: 400,
    code: 'InvalidRequest',
  },
  {
    what: 'chunks without signatures',
    signed: true,
    trailer: false,
    damage: (body) => body.replace(/;chunk-signature=\w+/g, ''),
    status: 403,
    code: 'SignatureDoesNotMatch',
  },
  { what: 'a chunk left out', signed: false, trailer: true, damage: (body) => body.slice(65_536 + 9), status: 400, code: 'IncompleteBody' },
  { what: 'an early end', signed: false, trailer: true, damage: (body) => body.slice(0, 70_000), status: 400, code: 'IncompleteBody' },
  { what: 'a size that is none', signed: false, trailer: true, damage: (body) => `x${body}`, status: 400, code: 'InvalidRequest' },
  {
    what: 'a chunk longer than its size',
    signed: false,
    trailer: true,
    damage: (body) => body.replace('10000\r\n', 'fff0\r\n'),
    status: 400,
    code: 'InvalidRequest',
  },
  {
    what: 'an endless line',
    signed: false,
    trailer: true,
    damage: (body) => '0'.repeat(20_000) + body,
    status: 400,
    code: 'InvalidRequest',
  },
  {
    what: 'another length than announced',
    signed: true,
    trailer: true,
    decodedLength: text.length + 1,
    status: 400,
    code: 'IncompleteBody',
  },
];

test.each(damages)('$what is refused, and nothing is stored', async ({ status, code, what, ...stream }) => {
  const key = encodeURIComponent(`damaged ${what}`);
  const response = await send(key, stream);

  expect(await response.text()).toContain(`<Code>${code}</Code>`);
  expect(response.status).toBe(status);
  const { Contents } = await import('@aws-sdk/client-s3').then(({ ListObjectsV2Command }) =>
    local.client.send(new ListObjectsV2Command({ Bucket: local.bucket, Prefix: 'damaged' })),
  );
  expect(Contents ?? []).toEqual([]);
});
