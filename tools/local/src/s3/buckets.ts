/** ListBuckets, CreateBucket, HeadBucket, GetBucketLocation, DeleteBucket, ListObjectsV2. */
import * as v from 'valibot';
import { AwsError } from '../aws-error.ts';
import type { HttpResponse } from '../http/message.ts';
import { encodePart } from '../sigv4/canonical.ts';
import { type Call, requireAccess } from './call.ts';
import { quoted } from './conditions.ts';
import { type XmlElements, xmlResponse } from '../xml.ts';

export const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const owner = { ID: 'local', DisplayName: 'local' };
/** Buckets of the local store do not remember when they were made. */
const createdAt = new Date(0).toISOString();

export async function listBuckets(call: Call): Promise<HttpResponse> {
  requireAccess(call, 's3:ListAllMyBuckets', { bucket: '*' });
  const names = call.objects.buckets();
  const elements = { Owner: owner, Buckets: { Bucket: names.map((name) => ({ Name: name, CreationDate: createdAt })) } };
  return xmlResponse(200, 'ListAllMyBucketsResult', elements, { namespace: s3Namespace });
}

export async function createBucket(call: Call): Promise<HttpResponse> {
  const { bucket, objects } = call;
  requireAccess(call, 's3:CreateBucket', { bucket });
  if (!/^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new AwsError(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: bucket });
  }
  if (!(await objects.createBucket(bucket))) {
    throw new AwsError(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      {
        BucketName: bucket,
      },
    );
  }
  return { status: 200, headers: { location: `/${bucket}` } };
}

export async function headBucket(call: Call): Promise<HttpResponse> {
  requireAccess(call, 's3:ListBucket', { bucket: call.bucket });
  return { status: 200, headers: { 'x-amz-bucket-region': call.verification.scope.region } };
}

export async function getBucketLocation(call: Call): Promise<HttpResponse> {
  requireAccess(call, 's3:GetBucketLocation', { bucket: call.bucket });
  return xmlResponse(200, 'LocationConstraint', {}, { namespace: s3Namespace });
}

export async function deleteBucket(call: Call): Promise<HttpResponse> {
  requireAccess(call, 's3:DeleteBucket', { bucket: call.bucket });
  if (await call.objects.deleteBucket(call.bucket)) return { status: 204, headers: {} };
  throw new AwsError(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty', { BucketName: call.bucket });
}

const pageLimit = 1000;
const position = v.object({ after: v.string(), skipGroup: v.boolean() });

export async function listObjects(call: Call): Promise<HttpResponse> {
  const { bucket, query, objects } = call;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const startAfter = query.get('start-after');
  const token = query.get('continuation-token');
  const encodingType = query.get('encoding-type');
  const maxKeys = parseMaxKeys(query.get('max-keys'));
  if (encodingType !== undefined && encodingType !== 'url')
    throw new AwsError(400, 'InvalidArgument', 'Invalid Encoding Method specified in Request');
  requireAccess(call, 's3:ListBucket', { bucket }, { 's3:prefix': prefix, 's3:delimiter': delimiter, 's3:max-keys': String(maxKeys) });

  const from = token === undefined ? { after: startAfter ?? '', skipGroup: false } : decodeToken(token);
  const { items, truncated } =
    maxKeys === 0 ? { items: [], truncated: false } : objects.list(bucket, { prefix, delimiter, ...from, limit: maxKeys });
  const last = items.at(-1);
  const inXml = encodingType === 'url' ? (text: string) => encodePart(text).replaceAll('%2F', '/') : (text: string) => text;
  const elements: XmlElements = {
    Name: bucket,
    Prefix: inXml(prefix),
    Delimiter: delimiter === '' ? undefined : inXml(delimiter),
    MaxKeys: maxKeys,
    EncodingType: encodingType,
    KeyCount: items.length,
    IsTruncated: truncated,
    ContinuationToken: token,
    NextContinuationToken:
      truncated && last
        ? encodeToken(last.kind === 'group' ? { after: last.prefix, skipGroup: true } : { after: last.object.key, skipGroup: false })
        : undefined,
    StartAfter: startAfter === undefined ? undefined : inXml(startAfter),
    Contents: items.flatMap((item) => (item.kind === 'object' ? [contentsOf(item.object, inXml)] : [])),
    CommonPrefixes: items.flatMap((item) => (item.kind === 'group' ? [{ Prefix: inXml(item.prefix) }] : [])),
  };
  return xmlResponse(200, 'ListBucketResult', elements, { namespace: s3Namespace });
}

type Listed = Extract<ReturnType<Call['objects']['list']>['items'][number], { kind: 'object' }>['object'];

const contentsOf = ({ key, lastModified, etag, algorithms, checksumType, size }: Listed, inXml: (text: string) => string) => ({
  Key: inXml(key),
  LastModified: new Date(lastModified).toISOString(),
  ETag: quoted(etag),
  ChecksumAlgorithm: algorithms.map((algorithm) => algorithm.toUpperCase()),
  ChecksumType: checksumType,
  Size: size,
  StorageClass: 'STANDARD',
});

function parseMaxKeys(text: string | undefined): number {
  if (text === undefined) return pageLimit;
  if (!/^\d{1,10}$/.test(text)) throw new AwsError(400, 'InvalidArgument', 'Provided max-keys not an integer or within integer range');
  return Math.min(Number(text), pageLimit);
}

const encodeToken = (at: v.InferOutput<typeof position>): string => Buffer.from(JSON.stringify(at)).toString('base64url');

function decodeToken(token: string): v.InferOutput<typeof position> {
  try {
    return v.parse(position, JSON.parse(Buffer.from(token, 'base64url').toString()));
  } catch {
    throw new AwsError(400, 'InvalidArgument', 'The continuation token provided is incorrect');
  }
}
