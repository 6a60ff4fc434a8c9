import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  ChecksumAlgorithm,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChecksum } from '../checksums/checksum.ts';
import { refusal, startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';

let local: TemporaryLocal;
beforeAll(async () => void (local = await startTemporaryLocal()));
afterAll(() => local.close());

const kinds = [
  { algorithm: 'crc32', field: 'ChecksumCRC32' },
  { algorithm: 'crc32c', field: 'ChecksumCRC32C' },
  { algorithm: 'crc64nvme', field: 'ChecksumCRC64NVME' },
  { algorithm: 'sha1', field: 'ChecksumSHA1' },
  { algorithm: 'sha256', field: 'ChecksumSHA256' },
] as const;

const digest = (algorithm: (typeof kinds)[number]['algorithm'], text: string) => {
  const running = createChecksum(algorithm);
  running.update(Buffer.from(text));
  return running.digest();
};

describe.each(kinds)('$algorithm', ({ algorithm, field }) => {
  const right = digest(algorithm, 'hello');
  const wrong = digest(algorithm, 'hullo');
  const object = { Bucket: 'pintag', Key: algorithm };

  test('is verified, kept, and returned with GET, HEAD and listings to whoever asks', async () => {
    const put = await local.client.send(new PutObjectCommand({ ...object, Body: 'hello', [field]: right }));
    expect(put[field]).toBe(right);
    expect(await local.client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }))).toMatchObject({
      [field]: right,
      ChecksumType: 'FULL_OBJECT',
    });
    // The SDK checks the body against it.
    const got = await local.client.send(new GetObjectCommand({ ...object, ChecksumMode: 'ENABLED' }));
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got[field]).toBe(right);
    expect((await local.client.send(new HeadObjectCommand(object)))[field]).toBeUndefined();

    const { Contents } = await local.client.send(new ListObjectsV2Command({ Bucket: 'pintag', Prefix: algorithm }));
    expect(Contents?.[0]?.ChecksumAlgorithm).toEqual([algorithm.toUpperCase()]);
  });

  test('that is wrong is refused, and the object stays what it was', async () => {
    await local.client.send(new PutObjectCommand({ ...object, Body: 'before' }));
    const put = local.client.send(new PutObjectCommand({ ...object, Body: 'hello', [field]: wrong }));

    await expect(put).rejects.toMatchObject(refusal(400, 'BadDigest'));
    const { Body } = await local.client.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('before');
  });
});

test('a checksum that the SDK makes while it streams is verified from the trailer', async () => {
  const object = { Bucket: 'pintag', Key: 'streamed' };
  const body = () => Readable.from([Buffer.from('he'), Buffer.from('llo')]);
  for (const checksum of [ChecksumAlgorithm.CRC32, ChecksumAlgorithm.SHA256]) {
    await local.client.send(new PutObjectCommand({ ...object, Body: body(), ContentLength: 5, ChecksumAlgorithm: checksum }));
    const head = await local.client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject(
      checksum === 'CRC32' ? { ChecksumCRC32: digest('crc32', 'hello') } : { ChecksumSHA256: digest('sha256', 'hello') },
    );
  }
});

test('without any, CRC-64/NVME is computed, as S3 does', async () => {
  const object = { Bucket: 'pintag', Key: 'none' };
  await local.clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' }).send(new PutObjectCommand({ ...object, Body: 'hello' }));
  const head = await local.client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }));
  expect(head.ChecksumCRC64NVME).toBe(digest('crc64nvme', 'hello'));
});

const md5 = (text: string) => createHash('md5').update(text).digest('base64');
const others: readonly { what: string; input: Partial<PutObjectCommandInput>; expected?: object }[] = [
  { what: 'the right Content-MD5', input: { ContentMD5: md5('hello') } },
  { what: 'a wrong Content-MD5', input: { ContentMD5: md5('hullo') }, expected: refusal(400, 'BadDigest') },
  { what: 'a Content-MD5 that is none', input: { ContentMD5: 'x' }, expected: refusal(400, 'InvalidDigest') },
  {
    what: 'two checksums',
    input: { ChecksumSHA1: digest('sha1', 'hello'), ChecksumSHA256: digest('sha256', 'hello') },
    expected: refusal(400, 'InvalidRequest'),
  },
];

test.each(others)('$what', async ({ input, expected }) => {
  const put = local.client.send(new PutObjectCommand({ Bucket: 'pintag', Key: 'md5', Body: 'hello', ...input }));
  if (expected) await expect(put).rejects.toMatchObject(expected);
  else await expect(put).resolves.toBeDefined();
});
