/** What lies beneath the store: the parts of S3 that it, its client's defaults and the bucket policy rest on, or their declared lack. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { sha256Of } from '../integrity.ts';
import type { S3Quirk } from './s3-quirks.ts';

/** @param open a client with the SDK's default checksums, and an existing bucket. */
export function describeS3(
  backend: string,
  open: () => Promise<{ readonly client: S3Client; readonly bucket: string }>,
  lacks: readonly S3Quirk[],
): void {
  const at = (bucket: string, key = `contract/${randomUUID()}`) => ({ Bucket: bucket, Key: key });
  const lacking = (quirk: S3Quirk) => (lacks.includes(quirk) ? 'lacks' : 'has');

  describe(`${backend} as S3`, () => {
    test(`${lacking('no-checksums')} SHA-256 checksums: returned with the object, and wrong ones refused`, async () => {
      const { client, bucket } = await open();
      const object = at(bucket);
      await client.send(new PutObjectCommand({ ...object, Body: 'right', ChecksumSHA256: sha256Of(Buffer.from('right')) }));
      const head = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }));
      const wrong = client.send(new PutObjectCommand({ ...at(bucket), Body: 'wrong', ChecksumSHA256: sha256Of(Buffer.from('right')) }));

      if (lacks.includes('no-checksums')) {
        expect(head.ChecksumSHA256).toBeUndefined();
        await expect(wrong).resolves.toBeDefined();
      } else {
        expect(head.ChecksumSHA256).toBe(sha256Of(Buffer.from('right')));
        await expect(wrong).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
      }
    });

    test(`${lacking('no-trailers')} streamed bodies with a checksum in the trailer`, async () => {
      const { client, bucket } = await open();
      const object = at(bucket);
      const put = client.send(
        new PutObjectCommand({ ...object, Body: Readable.from([Buffer.from('stre'), Buffer.from('amed')]), ContentLength: 8 }),
      );

      if (lacks.includes('no-trailers')) {
        await expect(put).rejects.toMatchObject({ $metadata: { httpStatusCode: expect.toSatisfy((status: number) => status >= 400) } });
      } else {
        await put;
        const { Body, ContentEncoding } = await client.send(new GetObjectCommand(object));
        expect(await Body?.transformToString()).toBe('streamed');
        expect(ContentEncoding ?? '').not.toContain('aws-chunked');
      }
    });

    test(`${lacking('unquoted-if-match')} If-Match with the ETag as it was given`, async () => {
      const { client, bucket } = await open();
      const object = at(bucket);
      const { ETag } = await client.send(new PutObjectCommand({ ...object, Body: 'a' }));
      const put = client.send(new PutObjectCommand({ ...object, Body: 'b', IfMatch: ETag }));

      expect(ETag).toMatch(/^".+"$/);
      if (lacks.includes('unquoted-if-match')) await expect(put).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
      else await expect(put).resolves.toBeDefined();
    });

    test('a refused conditional write leaves the object as it was', async () => {
      const { client, bucket } = await open();
      const object = at(bucket);
      await client.send(new PutObjectCommand({ ...object, Body: 'a', IfNoneMatch: '*' }));

      await expect(client.send(new PutObjectCommand({ ...object, Body: 'b', IfNoneMatch: '*' }))).rejects.toMatchObject({
        name: 'PreconditionFailed',
        $metadata: { httpStatusCode: 412 },
      });
      const { Body } = await client.send(new GetObjectCommand(object));
      expect(await Body?.transformToString()).toBe('a');
    });

    test('metadata comes back with HEAD', async () => {
      const { client, bucket } = await open();
      const object = at(bucket);
      await client.send(new PutObjectCommand({ ...object, Body: 'a', Metadata: { 'pintag-write': '1' } }));

      expect((await client.send(new HeadObjectCommand(object))).Metadata).toEqual({ 'pintag-write': '1' });
    });
  });
}
