import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChecksum } from '../checksums/checksum.ts';
import { refusal, startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';

let local: TemporaryLocal;
let count = 0;
beforeAll(async () => void (local = await startTemporaryLocal()));
afterAll(() => local.close());

const mebibyte = 1024 * 1024;
const large = Buffer.alloc(5 * mebibyte, 'large');
const small = Buffer.from('small');
const newObject = () => ({ Bucket: 'pintag', Key: `upload-${count++}` });

async function begin(input: Partial<CreateMultipartUploadCommandInput> = {}) {
  const object = newObject();
  const { UploadId } = await local.client.send(new CreateMultipartUploadCommand({ ...object, ...input }));
  return { ...object, UploadId };
}
type Begun = Awaited<ReturnType<typeof begin>>;

async function upload(at: Begun, ...bodies: readonly Buffer[]) {
  const parts = [];
  for (const [index, Body] of bodies.entries()) {
    const { ETag } = await local.client.send(new UploadPartCommand({ ...at, PartNumber: index + 1, Body }));
    parts.push({ PartNumber: index + 1, ETag });
  }
  return parts;
}
const complete = (
  at: Begun,
  parts: readonly { PartNumber: number; ETag?: string }[],
  more: Partial<CompleteMultipartUploadCommandInput> = {},
) => local.client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts: [...parts] }, ...more }));
const bodyOf = async ({ Bucket, Key }: { Bucket: string; Key: string }) => {
  const { Body } = await local.client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};
const uploadFolders = async () => (await import('node:fs/promises')).readdir(`${local.dataDir}/s3/uploads`);

describe('an upload in parts', () => {
  test("by the SDK's own uploader", async () => {
    const object = newObject();
    const body = Buffer.concat([large, large, small]);
    const client = local.clientWith({});
    await new Upload({
      client,
      params: { ...object, Body: body, ContentType: 'text/css', Metadata: { a: '1' } },
      partSize: 5 * mebibyte,
    }).done();

    expect((await bodyOf(object)).equals(body)).toBe(true);
    const head = await local.client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ContentType: 'text/css', Metadata: { a: '1' }, ContentLength: body.byteLength });
    expect(head.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
  });

  test.each([
    { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT', field: 'ChecksumCRC32', algorithm: 'crc32', composite: false },
    { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: undefined, field: 'ChecksumCRC64NVME', algorithm: 'crc64nvme', composite: false },
    { ChecksumAlgorithm: 'CRC32C', ChecksumType: 'COMPOSITE', field: 'ChecksumCRC32C', algorithm: 'crc32c', composite: true },
    { ChecksumAlgorithm: 'SHA256', ChecksumType: undefined, field: 'ChecksumSHA256', algorithm: 'sha256', composite: true },
  ] as const)(
    'has a checksum: $ChecksumAlgorithm, composite $composite',
    async ({ ChecksumAlgorithm, ChecksumType, field, algorithm, composite }) => {
      const at = await begin({ ChecksumAlgorithm, ChecksumType });
      const parts = [];
      for (const [index, Body] of [large, small].entries()) {
        const part = await local.client.send(new UploadPartCommand({ ...at, PartNumber: index + 1, Body, ChecksumAlgorithm }));
        expect(part[field]).toBe(digest(algorithm, Body));
        parts.push({ PartNumber: index + 1, ETag: part.ETag, [field]: part[field] });
      }
      const expected = composite
        ? `${digest(algorithm, ...[large, small].map((body) => Buffer.from(digest(algorithm, body), 'base64')))}-2`
        : digest(algorithm, large, small);

      expect((await complete(at, parts))[field]).toBe(expected);
      const { Bucket, Key } = at;
      const head = await local.client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
      expect(head).toMatchObject({ [field]: expected, ChecksumType: composite ? 'COMPOSITE' : 'FULL_OBJECT' });
    },
  );

  test('lists its parts, page by page, and forgets what was replaced', async () => {
    const at = await begin();
    await upload(at, large, small, small);
    await local.client.send(new UploadPartCommand({ ...at, PartNumber: 2, Body: large }));
    const first = await local.client.send(new ListPartsCommand({ ...at, MaxParts: 2 }));
    const rest = await local.client.send(new ListPartsCommand({ ...at, PartNumberMarker: first.NextPartNumberMarker }));

    expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, large.byteLength],
      [2, large.byteLength],
    ]);
    expect(first.IsTruncated).toBe(true);
    expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3]);
    expect(rest.IsTruncated).toBe(false);
  });

  test('is nothing until it is completed, and nothing any more once it is aborted', async () => {
    const before = await uploadFolders();
    const at = await begin();
    const parts = await upload(at, small);
    await expect(bodyOf(at)).rejects.toMatchObject(refusal(404, 'NoSuchKey'));
    await local.client.send(new AbortMultipartUploadCommand(at));

    await expect(complete(at, parts)).rejects.toMatchObject(refusal(404, 'NoSuchUpload'));
    expect(await uploadFolders()).toEqual(before);
  });
});

describe('completing is refused', () => {
  const wrong: readonly {
    what: string;
    parts: (parts: { PartNumber: number; ETag?: string }[]) => { PartNumber: number; ETag?: string }[];
    expected: object;
  }[] = [
    { what: 'without parts', parts: () => [], expected: refusal(400, 'MalformedXML') },
    { what: 'out of order', parts: (parts) => parts.toReversed(), expected: refusal(400, 'InvalidPartOrder') },
    { what: 'with a part twice', parts: ([part]) => [part!, part!], expected: refusal(400, 'InvalidPartOrder') },
    {
      what: 'with a part that was not sent',
      parts: (parts) => [...parts, { PartNumber: 9, ETag: parts[0]?.ETag }],
      expected: refusal(400, 'InvalidPart'),
    },
    { what: 'with another ETag', parts: ([part]) => [{ ...part!, ETag: '"x"' }], expected: refusal(400, 'InvalidPart') },
  ];
  test.each(wrong)('$what', async ({ parts, expected }) => {
    const at = await begin();
    const sent = await upload(at, large, small);
    await expect(complete(at, parts(sent))).rejects.toMatchObject(expected);
    await expect(complete(at, sent)).resolves.toBeDefined();
  });

  test('with a small part before the last', async () => {
    const at = await begin();
    await expect(complete(at, await upload(at, small, small))).rejects.toMatchObject(refusal(400, 'EntityTooSmall'));
  });

  test('with a wrong checksum of the whole', async () => {
    const at = await begin({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    await expect(complete(at, await upload(at, small), { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject(refusal(400, 'BadDigest'));
  });

  test('with a wrong size of the whole', async () => {
    const at = await begin();
    await expect(complete(at, await upload(at, small), { MpuObjectSize: 6 })).rejects.toMatchObject(refusal(400, 'InvalidRequest'));
  });

  test('create-only when the key is taken, and the upload stays', async () => {
    const at = await begin();
    const parts = await upload(at, small);
    await local.client.send(new PutObjectCommand({ Bucket: at.Bucket, Key: at.Key, Body: 'first' }));

    await expect(complete(at, parts, { IfNoneMatch: '*' })).rejects.toMatchObject(refusal(412, 'PreconditionFailed'));
    expect((await bodyOf(at)).toString()).toBe('first');
    expect((await local.client.send(new ListPartsCommand(at))).Parts).toHaveLength(1);
  });
});

test.each([
  ['a part of an unknown upload', { UploadId: 'x', PartNumber: 1 }, refusal(404, 'NoSuchUpload')],
  ['a part of an upload whose id is a path', { UploadId: '../../credentials', PartNumber: 1 }, refusal(404, 'NoSuchUpload')],
  ['part 0', { PartNumber: 0 }, refusal(400, 'InvalidArgument')],
  ['part 10001', { PartNumber: 10_001 }, refusal(400, 'InvalidArgument')],
  ['a part under another key', { Key: 'other', PartNumber: 1 }, refusal(404, 'NoSuchUpload')],
  ['a part with another checksum than announced', { PartNumber: 1, ChecksumAlgorithm: 'SHA1' }, refusal(400, 'InvalidRequest')],
] as const)('%s is refused', async (_what, input, expected) => {
  const at = await begin({ ChecksumAlgorithm: 'CRC32' });
  await expect(local.client.send(new UploadPartCommand({ ...at, Body: small, ...input }))).rejects.toMatchObject(expected);
});

function digest(algorithm: Parameters<typeof createChecksum>[0], ...bodies: readonly Buffer[]): string {
  const running = createChecksum(algorithm);
  for (const body of bodies) running.update(body);
  return running.digest();
}
