import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal, startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';

let local: TemporaryLocal;
beforeAll(async () => void (local = await startTemporaryLocal()));
afterAll(() => local.close());

const object = { Bucket: 'pintag', Key: 'k' };
type Send = (client: S3Client) => Promise<unknown>;

const unknown: readonly (readonly [string, Send])[] = [
  ['ListObjects', (client) => client.send(new ListObjectsCommand({ Bucket: 'pintag' }))],
  ['GetBucketVersioning', (client) => client.send(new GetBucketVersioningCommand({ Bucket: 'pintag' }))],
  ['GetObjectTagging', (client) => client.send(new GetObjectTaggingCommand(object))],
  ['PutObjectAcl', (client) => client.send(new PutObjectAclCommand({ ...object, ACL: 'private' }))],
  ['PutBucketPolicy', (client) => client.send(new PutBucketPolicyCommand({ Bucket: 'pintag', Policy: '{}' }))],
  ['GetObject of a version', (client) => client.send(new GetObjectCommand({ ...object, VersionId: '1' }))],
  ['GetObject of a part', (client) => client.send(new GetObjectCommand({ ...object, PartNumber: 1 }))],
  [
    'UploadPartCopy',
    (client) => client.send(new UploadPartCopyCommand({ ...object, CopySource: 'pintag/k', UploadId: 'x', PartNumber: 1 })),
  ],
  ['a public ACL', (client) => client.send(new PutObjectCommand({ ...object, Body: 'x', ACL: 'public-read' }))],
  ['tags', (client) => client.send(new PutObjectCommand({ ...object, Body: 'x', Tagging: 'a=b' }))],
  ['another storage class', (client) => client.send(new PutObjectCommand({ ...object, Body: 'x', StorageClass: 'GLACIER' }))],
  ['encryption by KMS', (client) => client.send(new PutObjectCommand({ ...object, Body: 'x', ServerSideEncryption: 'aws:kms' }))],
  [
    'a checksum of a kind we cannot check',
    (client) => client.send(new PutObjectCommand({ ...object, Body: 'x', ChecksumXXHASH64: 'AAAAAAAAAAA=' })),
  ],
  ['a create-only condition with an ETag', (client) => client.send(new PutObjectCommand({ ...object, Body: 'x', IfNoneMatch: '"x"' }))],
];

test.each(unknown)('%s is not implemented, and says so', async (_what, send) => {
  await expect(send(local.client)).rejects.toMatchObject(refusal(501, 'NotImplemented'));
});

describe('buckets', () => {
  test('are made, listed, found and removed', async () => {
    const bucket = { Bucket: 'second-bucket' };
    await local.client.send(new CreateBucketCommand(bucket));
    const { Buckets } = await local.client.send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['pintag', 'second-bucket']);
    await local.client.send(new HeadBucketCommand(bucket));

    await local.client.send(new PutObjectCommand({ ...bucket, Key: 'k', Body: 'x' }));
    await expect(local.client.send(new DeleteBucketCommand(bucket))).rejects.toMatchObject(refusal(409, 'BucketNotEmpty'));
    await expect(local.client.send(new GetObjectCommand(object))).rejects.toMatchObject(refusal(404, 'NoSuchKey'));
  });

  test.each([
    ['one that is there', 'pintag', refusal(409, 'BucketAlreadyOwnedByYou')],
    ['one with capitals', 'Capitals', refusal(400, 'InvalidBucketName')],
    ['one with two dots', 'a..b', refusal(400, 'InvalidBucketName')],
  ])('%s is not made', async (_what, name, expected) => {
    await expect(local.client.send(new CreateBucketCommand({ Bucket: name }))).rejects.toMatchObject(expected);
  });

  test('reading and writing one that is missing is refused', async () => {
    const missing = { Bucket: 'missing', Key: 'k' };
    await expect(local.client.send(new PutObjectCommand({ ...missing, Body: 'x' }))).rejects.toMatchObject(refusal(404, 'NoSuchBucket'));
    await expect(local.client.send(new ListObjectsV2Command({ Bucket: 'missing' }))).rejects.toMatchObject(refusal(404, 'NoSuchBucket'));
    await expect(local.client.send(new HeadBucketCommand({ Bucket: 'missing' }))).rejects.toMatchObject(refusal(404, 'NotFound'));
  });
});

test('keys and metadata have their limits', async () => {
  const put = (more: object) => local.client.send(new PutObjectCommand({ ...object, Body: 'x', ...more }));
  await expect(put({ Key: 'k'.repeat(1025) })).rejects.toMatchObject(refusal(400, 'KeyTooLongError'));
  await expect(put({ Metadata: { a: 'x'.repeat(2048) } })).rejects.toMatchObject(refusal(400, 'MetadataTooLarge'));
});

test('an error carries code, message, resource and request id', async () => {
  const response = await fetch(`${local.s3.endpoint}/pintag/a%20b?x-id=GetObject`);
  const id = response.headers.get('x-amz-request-id');

  expect(response.status).toBe(403);
  expect(await response.text()).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message>' +
      `<Resource>/pintag/a%20b</Resource><RequestId>${id}</RequestId><HostId>local</HostId></Error>`,
  );
});

test('a policy can refuse what the signature alone would get', async () => {
  const asked: string[] = [];
  const guarded = await startTemporaryLocal({
    authorize: ({ principal, action, resource, conditions }) => {
      asked.push(`${principal} ${action} ${resource}`);
      return action === 's3:PutObject' && conditions['s3:if-none-match'] !== '*' ? 'deny' : 'allow';
    },
  });
  try {
    await guarded.client.send(new PutObjectCommand({ ...object, Body: 'x', IfNoneMatch: '*' }));
    await expect(guarded.client.send(new PutObjectCommand({ ...object, Body: 'y' }))).rejects.toMatchObject(refusal(403, 'AccessDenied'));
    const { Body } = await guarded.client.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('x');
    await fetch(`${guarded.edge.origin}/k`);

    expect(asked).toContain('developer s3:PutObject arn:aws:s3:::pintag/k');
    expect(asked).toContain('edge s3:GetObject arn:aws:s3:::pintag/k');
  } finally {
    await guarded.close();
  }
});

test('whoever may not list is not told what is missing', async () => {
  const guarded = await startTemporaryLocal({ authorize: ({ action }) => (action === 's3:ListBucket' ? 'deny' : 'allow') });
  try {
    await expect(guarded.client.send(new GetObjectCommand(object))).rejects.toMatchObject(refusal(403, 'AccessDenied'));
    // The edge says 404 all the same.
    expect((await fetch(`${guarded.edge.origin}/elements/index.json`)).status).toBe(404);
  } finally {
    await guarded.close();
  }
});
