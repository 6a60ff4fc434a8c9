import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal, startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';

let local: TemporaryLocal;
let count = 0;
beforeAll(async () => void (local = await startTemporaryLocal()));
afterAll(() => local.close());

const at = (key = `object-${count++}`) => ({ Bucket: local.bucket, Key: key });
const put = (object: { Bucket: string; Key: string }, more: Partial<PutObjectCommandInput> = {}) =>
  local.client.send(new PutObjectCommand({ ...object, Body: 'hello', ...more }));
const textOf = async (object: { Bucket: string; Key: string }) => {
  const { Body } = await local.client.send(new GetObjectCommand(object));
  return Body?.transformToString();
};

describe('what was put comes back', () => {
  test('body, standard headers and metadata, on GET and on HEAD', async () => {
    const object = at();
    const given = {
      ContentType: 'text/javascript; charset=utf-8',
      CacheControl: 'public, max-age=31536000, immutable',
      ContentEncoding: 'br',
      ContentDisposition: 'attachment; filename="a.js"',
      ContentLanguage: 'ja',
      Metadata: { commit: '0a1b2c', 'pintag-write': '1' },
    };
    const { ETag } = await put(object, given);

    const got = await local.client.send(new GetObjectCommand(object));
    expect(got).toMatchObject({ ...given, ETag, ContentLength: 5 });
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(await local.client.send(new HeadObjectCommand(object))).toMatchObject({ ...given, ETag, ContentLength: 5 });
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  });

  test.each([
    ['empty', Buffer.alloc(0)],
    ['one byte', Buffer.of(255)],
    ['larger than any buffer on the way', Buffer.alloc(9_000_000, 'pintag')],
  ])('%s, as bytes and as a stream', async (_what, body) => {
    const asBytes = at();
    const asStream = at();
    await put(asBytes, { Body: body });
    await put(asStream, {
      Body: Readable.from([body.subarray(0, 1), body.subarray(1)]),
      ContentLength: body.byteLength,
      ContentEncoding: 'br',
    });

    for (const object of [asBytes, asStream]) {
      const { Body } = await local.client.send(new GetObjectCommand(object));
      expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    }
    // The stream's framing, `aws-chunked`, is no property of the object.
    expect((await local.client.send(new HeadObjectCommand(asStream))).ContentEncoding).toBe('br');
  });

  test('a type is never guessed from the key', async () => {
    const object = at('page.html');
    await put(object);
    expect((await local.client.send(new HeadObjectCommand(object))).ContentType).toBe('application/octet-stream');
  });

  test.each([
    'with space',
    'a&b<c>"d\'',
    'é漢字😀',
    '%20',
    '100%',
    '+plus+',
    'a',
    'a/b',
    'a/',
    '/leading',
    'double//slash',
    '../../outside',
    'x/../y',
    '.',
    '..',
    'carriage\rreturn',
    'line\nfeed',
    "~!*'();:@&=+$,?#[]",
    'k'.repeat(1024),
    '__proto__',
  ])('under the key %j', async (key) => {
    const object = { Bucket: local.bucket, Key: `odd:${key}` };
    const raw = { Bucket: local.bucket, Key: key };
    for (const each of key.length > 1000 ? [raw] : [object, raw]) {
      await put(each, { Body: `body of ${each.Key}` });
      expect(await textOf(each)).toBe(`body of ${each.Key}`);
    }
  });
});

describe('reading under conditions', () => {
  const longAgo = new Date('2001-01-01');
  const farAhead = new Date('2101-01-01');
  const etag = '"5d41402abc4b2a76b9719d911017c592"';
  test.each([
    { what: 'If-None-Match with its ETag', given: { IfNoneMatch: etag }, status: 304 },
    { what: 'If-None-Match with several', given: { IfNoneMatch: `"x", W/${etag}` }, status: 304 },
    { what: 'If-None-Match with another', given: { IfNoneMatch: '"x"' }, status: 200 },
    { what: 'If-Match with its ETag', given: { IfMatch: etag }, status: 200 },
    { what: 'If-Match with another', given: { IfMatch: '"x"' }, status: 412 },
    { what: 'If-Modified-Since long ago', given: { IfModifiedSince: longAgo }, status: 200 },
    { what: 'If-Modified-Since the far future', given: { IfModifiedSince: farAhead }, status: 304 },
    { what: 'If-Unmodified-Since long ago', given: { IfUnmodifiedSince: longAgo }, status: 412 },
    { what: 'If-None-Match decides before If-Modified-Since', given: { IfNoneMatch: '"x"', IfModifiedSince: farAhead }, status: 200 },
  ])('$what: $status', async ({ given, status }) => {
    const object = at();
    await put(object);
    const got = local.client.send(new GetObjectCommand({ ...object, ...given }));

    if (status === 200) expect((await got).$metadata.httpStatusCode).toBe(200);
    else await expect(got).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
  });
});

describe('ranges of "hello"', () => {
  test.each([
    ['bytes=0-0', 'h', 'bytes 0-0/5'],
    ['bytes=1-3', 'ell', 'bytes 1-3/5'],
    ['bytes=3-', 'lo', 'bytes 3-4/5'],
    ['bytes=3-99', 'lo', 'bytes 3-4/5'],
    ['bytes=-2', 'lo', 'bytes 3-4/5'],
    ['bytes=-99', 'hello', 'bytes 0-4/5'],
    ['bytes=3-1', 'hello', undefined],
    ['lines=1-2', 'hello', undefined],
  ])('%s is %j', async (range, text, contentRange) => {
    const object = at();
    await put(object);
    // Without the SDK's check: it holds the checksum of the whole against a part, if it gets one.
    const got = await local.client.send(new GetObjectCommand({ ...object, Range: range, ChecksumMode: 'ENABLED' }));

    expect(await got.Body?.transformToString()).toBe(text);
    expect(got.ContentRange).toBe(contentRange);
    expect(got.ChecksumCRC32 === undefined).toBe(contentRange !== undefined);
  });

  test('bytes=5- lies outside', async () => {
    const object = at();
    await put(object);
    await expect(local.client.send(new GetObjectCommand({ ...object, Range: 'bytes=5-' }))).rejects.toMatchObject(
      refusal(416, 'InvalidRange'),
    );
  });
});

describe('copying', () => {
  const source = () => {
    const object = at('source é &.js');
    return put(object, { ContentType: 'text/css', Metadata: { a: '1' } }).then(() => `${object.Bucket}/${encodeURIComponent(object.Key)}`);
  };

  test('takes the metadata along', async () => {
    const object = at();
    const { CopyObjectResult } = await local.client.send(new CopyObjectCommand({ ...object, CopySource: await source() }));

    expect(CopyObjectResult?.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(await local.client.send(new HeadObjectCommand(object))).toMatchObject({ ContentType: 'text/css', Metadata: { a: '1' } });
    expect(await textOf(object)).toBe('hello');
  });

  test('replaces it when asked to', async () => {
    const object = at();
    const replace = { MetadataDirective: 'REPLACE', ContentType: 'text/plain', Metadata: { b: '2' } } as const;
    await local.client.send(new CopyObjectCommand({ ...object, CopySource: await source(), ...replace }));

    expect(await local.client.send(new HeadObjectCommand(object))).toMatchObject({ ContentType: 'text/plain', Metadata: { b: '2' } });
  });

  test.each([
    { what: 'onto what is there, create-only', given: { IfNoneMatch: '*' }, expected: refusal(412, 'PreconditionFailed') },
    { what: 'of another ETag', given: { CopySourceIfMatch: '"x"' }, expected: refusal(412, 'PreconditionFailed') },
    { what: 'of what is missing', given: { CopySource: 'pintag/nothing' }, expected: refusal(404, 'NoSuchKey') },
    { what: 'from a bucket that is missing', given: { CopySource: 'nowhere/x' }, expected: refusal(404, 'NoSuchBucket') },
    { what: 'of nothing nameable', given: { CopySource: 'pintag' }, expected: refusal(400, 'InvalidArgument') },
  ])('$what is refused and changes nothing', async ({ given, expected }) => {
    const object = at();
    await put(object, { Body: 'before' });

    await expect(local.client.send(new CopyObjectCommand({ ...object, CopySource: await source(), ...given }))).rejects.toMatchObject(
      expected,
    );
    expect(await textOf(object)).toBe('before');
  });

  test('onto itself without a change is refused', async () => {
    const object = at();
    await put(object);
    const copy = new CopyObjectCommand({ ...object, CopySource: `${object.Bucket}/${object.Key}` });
    await expect(local.client.send(copy)).rejects.toMatchObject(refusal(400, 'InvalidRequest'));
  });
});

describe('deleting', () => {
  test('what is deleted is gone, and deleting it again succeeds', async () => {
    const object = at();
    await put(object);
    await local.client.send(new DeleteObjectCommand(object));
    await local.client.send(new DeleteObjectCommand(object));

    await expect(local.client.send(new GetObjectCommand(object))).rejects.toMatchObject(refusal(404, 'NoSuchKey'));
    await expect(local.client.send(new HeadObjectCommand(object))).rejects.toMatchObject(refusal(404, 'NotFound'));
  });

  test('with another ETag is refused', async () => {
    const object = at();
    await put(object);
    await expect(local.client.send(new DeleteObjectCommand({ ...object, IfMatch: '"x"' }))).rejects.toMatchObject(
      refusal(412, 'PreconditionFailed'),
    );
    expect(await textOf(object)).toBe('hello');
  });

  test('several at once, odd keys among them', async () => {
    const objects = [at('del & <1>'), at('del é'), at('del\r2'), at(' del ')];
    for (const object of objects) await put(object);
    const keys = objects.map(({ Key }) => ({ Key }));
    const { Deleted, Errors } = await local.client.send(new DeleteObjectsCommand({ Bucket: local.bucket, Delete: { Objects: keys } }));

    expect(Errors ?? []).toEqual([]);
    expect(Deleted).toEqual(keys);
    for (const object of objects) await expect(textOf(object)).rejects.toMatchObject(refusal(404, 'NoSuchKey'));
  });

  test('several quietly', async () => {
    const { Deleted } = await local.client.send(
      new DeleteObjectsCommand({ Bucket: local.bucket, Delete: { Quiet: true, Objects: [{ Key: 'never was' }] } }),
    );
    expect(Deleted ?? []).toEqual([]);
  });
});
