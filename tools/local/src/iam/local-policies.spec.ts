/** The policies in force on the servers, through the SDK: what each operation asks for, and who gets it. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { CreateInvalidationCommand, ListInvalidationsCommand } from '@aws-sdk/client-cloudfront';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { refusal, startTemporaryLocal, type TemporaryLocal } from '../testing/temporary-local.ts';
import type { Decided, LocalPolicies } from './local-policies.ts';
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';

const account = '123456789012';
const bucketArn = 'arn:aws:s3:::pintag';
const distributionArn = `arn:aws:cloudfront::${account}:distribution/EDFDVBD6EXAMPLE`;
const policy = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const key = (name: string) => ({ accessKeyId: `AK${name.toUpperCase()}`, secretAccessKey: `secret of ${name}` });

const bucket = policy(
  {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  },
  {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `${bucketArn}/kept/*`,
    Condition: { Null: { 's3:if-none-match': 'true' } },
  },
  { Effect: 'Deny', Principal: '*', Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'], Resource: `${bucketArn}/kept/*` },
  {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: `${bucketArn}/elements/*`,
    Condition: { StringEquals: { 'AWS:SourceArn': distributionArn } },
  },
);
const writer = policy(
  { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'], Resource: `${bucketArn}/kept/*` },
  { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArn, Condition: { StringLike: { 's3:prefix': 'kept/*' } } },
  { Effect: 'Allow', Action: 'cloudfront:CreateInvalidation', Resource: distributionArn },
);
const blind = policy({ Effect: 'Allow', Action: 's3:PutObject', Resource: `${bucketArn}/*` });

const policies = (more: Partial<LocalPolicies> = {}): LocalPolicies => ({
  account,
  bucket,
  distributionArn,
  roles: { writer: { documents: [writer], ...key('writer') }, blind: { documents: [blind], ...key('blind') } },
  ...more,
});

let local: TemporaryLocal;
let clients: Readonly<Record<'developer' | 'writer' | 'blind', S3Client>>;
let decided: Decided[] = [];
beforeAll(async () => {
  local = await startTemporaryLocal({ policies: policies({ onDecision: (decision) => decided.push(decision) }) });
  clients = {
    developer: local.client,
    writer: local.clientWith({ credentials: key('writer') }),
    blind: local.clientWith({ credentials: key('blind') }),
  };
  for (const Key of ['kept/a', 'loose', 'elements/a.txt', '_staging/a']) {
    await local.client.send(new PutObjectCommand({ Bucket: 'pintag', Key, Body: 'first', IfNoneMatch: '*' }));
  }
});
afterAll(() => local.close());

const at = (Key: string) => ({ Bucket: 'pintag', Key });
type Send = (client: S3Client) => Promise<unknown>;
const put =
  (Key: string, more: object = {}): Send =>
  (client) =>
    client.send(new PutObjectCommand({ ...at(Key), Body: 'second', ...more }));

describe('refused', () => {
  test.each<readonly [string, keyof typeof clients, Send]>([
    ['overwriting without a condition', 'developer', put('kept/a')],
    ['overwriting under If-Match', 'developer', put('kept/a', { IfMatch: '*' })],
    ['a copy over an object', 'developer', (client) => client.send(new CopyObjectCommand({ ...at('kept/a'), CopySource: 'pintag/loose' }))],
    ['beginning an upload in parts', 'developer', (client) => client.send(new CreateMultipartUploadCommand(at('kept/a')))],
    ['deleting', 'developer', (client) => client.send(new DeleteObjectCommand(at('kept/a')))],
    ['deleting a version', 'developer', (client) => client.send(new DeleteObjectCommand({ ...at('kept/a'), VersionId: 'null' }))],
    ['writing elsewhere', 'writer', put('loose')],
    ['reading elsewhere', 'writer', (client) => client.send(new GetObjectCommand(at('loose')))],
    ['listing elsewhere', 'writer', (client) => client.send(new ListObjectsV2Command({ Bucket: 'pintag', Prefix: '_staging/' }))],
    ['listing everything', 'writer', (client) => client.send(new ListObjectsV2Command({ Bucket: 'pintag' }))],
    ['listing everything the old way', 'writer', (client) => client.send(new ListObjectsCommand({ Bucket: 'pintag' }))],
    ['listing the buckets', 'writer', (client) => client.send(new ListBucketsCommand())],
    ["changing the bucket's policy", 'writer', (client) => client.send(new PutBucketPolicyCommand({ Bucket: 'pintag', Policy: '{}' }))],
    ['an ACL', 'writer', (client) => client.send(new PutObjectAclCommand({ ...at('kept/a'), ACL: 'public-read' }))],
    ['reading what only writing is granted of', 'blind', (client) => client.send(new GetObjectCommand(at('loose')))],
    ['comparing what may not be read', 'blind', put('loose', { IfMatch: '*' })],
    [
      'a copy of what may not be read',
      'blind',
      (client) => client.send(new CopyObjectCommand({ ...at('loose-2'), CopySource: 'pintag/loose' })),
    ],
  ])('%s, by %s', async (_what, who, send) => {
    await expect(send(clients[who])).rejects.toMatchObject(refusal(403, 'AccessDenied'));
    for (const Key of ['kept/a', 'loose']) {
      const { Body } = await local.client.send(new GetObjectCommand(at(Key)));
      expect(await Body?.transformToString()).toBe('first');
    }
  });

  test('the refusal says whose policy it was, as S3 does', async () => {
    const who = (name: string) => `User: arn:aws:iam::${account}:role/${name} is not authorized to perform: s3:PutObject on resource: `;
    await expect(put('kept/a')(clients.writer)).rejects.toThrow(
      `${who('writer')}"${bucketArn}/kept/a" with an explicit deny in a resource-based policy`,
    );
    await expect(put('loose')(clients.writer)).rejects.toThrow(
      `${who('writer')}"${bucketArn}/loose" because no identity-based policy allows the s3:PutObject action`,
    );
  });

  test('each key of a list on its own', async () => {
    await local.client.send(new PutObjectCommand({ ...at('to-go'), Body: 'x' }));
    const Objects = [{ Key: 'to-go' }, { Key: 'kept/a' }, { Key: 'loose', VersionId: '1' }];
    const { Deleted, Errors } = await local.client.send(new DeleteObjectsCommand({ Bucket: 'pintag', Delete: { Objects } }));
    expect(Deleted).toEqual([{ Key: 'to-go' }]);
    expect(Errors?.map(({ Key, Code }) => `${Key} ${Code}`)).toEqual(['kept/a AccessDenied', 'loose NotImplemented']);
  });

  test('a missing key looks like a forbidden one to who may not list it', async () => {
    await expect(clients.writer.send(new GetObjectCommand(at('kept/missing')))).rejects.toMatchObject(refusal(404, 'NoSuchKey'));
    await expect(clients.writer.send(new HeadObjectCommand(at('elements/missing')))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('everything over plain HTTP', async () => {
    const plain = await startTemporaryLocal({ policies: policies({ secureTransport: false }) });
    onTestFinished(() => plain.close());
    await expect(plain.client.send(new HeadBucketCommand({ Bucket: 'pintag' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });
});

test('what a role has is allowed', async () => {
  const { writer: client } = clients;
  await put('kept/new', { IfNoneMatch: '*' })(client);
  await expect(put('kept/new', { IfNoneMatch: '*' })(client)).rejects.toMatchObject(refusal(412, 'PreconditionFailed'));
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: 'pintag', Prefix: 'kept/' }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(['kept/a', 'kept/new']);
});

test('invalidations are rights of the distribution', async () => {
  const { distributionId: DistributionId } = local.cloudfront;
  const InvalidationBatch = { CallerReference: '1', Paths: { Quantity: 1, Items: ['/a'] } };
  const send = (name: string) =>
    local.cloudFrontWith({ credentials: key(name) }).send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }));
  await expect(send('blind')).rejects.toMatchObject(refusal(403, 'AccessDenied'));
  await send('writer');
  await expect(
    local.cloudFrontWith({ credentials: key('writer') }).send(new ListInvalidationsCommand({ DistributionId })),
  ).rejects.toMatchObject(refusal(403, 'AccessDenied'));
});

test('the edge reads as the distribution that the bucket trusts, and no other one', async () => {
  expect(await (await fetch(`${local.edge.origin}/elements/a.txt`)).text()).toBe('first');
  const other = await startTemporaryLocal({ policies: policies({ distributionArn: `${distributionArn}2` }) });
  onTestFinished(() => other.close());
  await other.client.send(new PutObjectCommand({ ...at('elements/a.txt'), Body: 'x' }));
  expect((await fetch(`${other.edge.origin}/elements/a.txt`)).status).toBe(404);
});

describe('without a signature', () => {
  const open = policy({ Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:PutObject'], Resource: `${bucketArn}/open/*` });

  test('nobody gets anything that the bucket does not grant to everybody', async () => {
    for (const path of [
      'pintag/elements/a.txt',
      'pintag/_staging/a',
      'pintag/kept/missing',
      'pintag?list-type=2',
      'pintag?policy',
      'pintag?unheard-of',
      '',
    ]) {
      expect([path, (await fetch(`${local.s3.endpoint}/${path}`)).status]).toEqual([path, 403]);
    }
    expect(
      (await fetch(`${local.s3.endpoint}/pintag/kept/b`, { method: 'PUT', body: 'x', headers: { 'if-none-match': '*' } })).status,
    ).toBe(403);
  });

  test('everybody gets what it does', async () => {
    const { s3, close } = await startTemporaryLocal({ policies: policies({ bucket: open }) });
    onTestFinished(close);
    expect((await fetch(`${s3.endpoint}/pintag/open/a`, { method: 'PUT', body: 'x' })).status).toBe(200);
    expect(await (await fetch(`${s3.endpoint}/pintag/open/a`)).text()).toBe('x');
    expect((await fetch(`${s3.endpoint}/pintag/open/a`, { method: 'DELETE' })).status).toBe(403);
  });
});

test('each operation asks for what S3 asks for', async () => {
  const asked = async (send: Send): Promise<readonly string[]> => {
    decided = [];
    await send(clients.developer).catch(() => undefined);
    return decided.map(({ action, resource, conditions }) => {
      const said = Object.entries(conditions).filter(([name]) => !/signatureversion|authType|content-sha256/.test(name));
      return [action, resource.slice(bucketArn.length), ...said.map(([name, value]) => `${name.slice(3)}=${value}`)].join(' ');
    });
  };
  const { UploadId } = await clients.developer.send(new CreateMultipartUploadCommand(at('big')));
  const upload = { ...at('big'), UploadId };
  const part = await clients.developer.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
  const Parts = [{ PartNumber: 1, ETag: part.ETag }];
  const operations: readonly (readonly [string, Send])[] = [
    ['PutObject', put('a')],
    ['PutObject, create-only', put('b', { IfNoneMatch: '*' })],
    ['PutObject, compare', put('b', { IfMatch: '*' })],
    ['CopyObject', (client) => client.send(new CopyObjectCommand({ ...at('c'), CopySource: 'pintag/a', IfNoneMatch: '*' }))],
    ['CreateMultipartUpload', (client) => client.send(new CreateMultipartUploadCommand(at('d')))],
    ['UploadPart', (client) => client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }))],
    ['ListParts', (client) => client.send(new ListPartsCommand(upload))],
    [
      'CompleteMultipartUpload',
      (client) => client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, IfNoneMatch: '*' })),
    ],
    ['AbortMultipartUpload', (client) => client.send(new AbortMultipartUploadCommand(upload))],
    ['GetObject', (client) => client.send(new GetObjectCommand({ ...at('a'), IfNoneMatch: '"x"' }))],
    ['GetObject of a missing key', (client) => client.send(new GetObjectCommand(at('missing')))],
    ['GetObject of a version', (client) => client.send(new GetObjectCommand({ ...at('a'), VersionId: 'v' }))],
    ['HeadBucket', (client) => client.send(new HeadBucketCommand({ Bucket: 'pintag' }))],
    ['ListObjectsV2', (client) => client.send(new ListObjectsV2Command({ Bucket: 'pintag', Prefix: 'a', Delimiter: '/' }))],
    ['DeleteObject', (client) => client.send(new DeleteObjectCommand(at('a')))],
    ['DeleteObject, compare', (client) => client.send(new DeleteObjectCommand({ ...at('b'), IfMatch: '"x"' }))],
    ['DeleteObject of a version', (client) => client.send(new DeleteObjectCommand({ ...at('b'), VersionId: 'v' }))],
  ];
  const table: Record<string, readonly string[]> = {};
  for (const [name, send] of operations) table[name] = await asked(send);
  expect(table).toMatchInlineSnapshot(`
    {
      "AbortMultipartUpload": [
        "s3:AbortMultipartUpload /big",
      ],
      "CompleteMultipartUpload": [
        "s3:PutObject /big if-none-match=* ObjectCreationOperation=true",
      ],
      "CopyObject": [
        "s3:GetObject /a",
        "s3:PutObject /c if-none-match=* x-amz-copy-source=pintag/a ObjectCreationOperation=true",
      ],
      "CreateMultipartUpload": [
        "s3:PutObject /d ObjectCreationOperation=false",
      ],
      "DeleteObject": [
        "s3:DeleteObject /a",
      ],
      "DeleteObject of a version": [
        "s3:DeleteObjectVersion /b",
      ],
      "DeleteObject, compare": [
        "s3:DeleteObject /b if-match="x"",
        "s3:GetObject /b",
      ],
      "GetObject": [
        "s3:GetObject /a",
      ],
      "GetObject of a missing key": [
        "s3:GetObject /missing",
        "s3:ListBucket  prefix=missing",
      ],
      "GetObject of a version": [
        "s3:GetObjectVersion /a",
      ],
      "HeadBucket": [
        "s3:ListBucket ",
      ],
      "ListObjectsV2": [
        "s3:ListBucket  prefix=a delimiter=/ max-keys=1000",
      ],
      "ListParts": [
        "s3:ListMultipartUploadParts /big",
      ],
      "PutObject": [
        "s3:PutObject /a ObjectCreationOperation=true",
      ],
      "PutObject, compare": [
        "s3:PutObject /b if-match=* ObjectCreationOperation=true",
        "s3:GetObject /b",
      ],
      "PutObject, create-only": [
        "s3:PutObject /b if-none-match=* ObjectCreationOperation=true",
      ],
      "UploadPart": [
        "s3:PutObject /big ObjectCreationOperation=false",
      ],
    }
  `);
});

describe('policies that cannot be enforced', () => {
  test.each<readonly [string, Partial<LocalPolicies>, RegExp]>([
    [
      'a condition on what the server does not know',
      {
        bucket: policy({
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
        }),
      },
      /aws:sourcevpce is not known/,
    ],
    ['a role of a name that is taken', { roles: { edge: { documents: [], ...key('edge') } } }, /called edge/],
  ])('%s: nothing starts', async (_what, more, message) => {
    await expect(startTemporaryLocal({ policies: policies(more) })).rejects.toThrow(message);
  });
});
