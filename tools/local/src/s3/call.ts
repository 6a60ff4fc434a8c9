/** One S3 request, understood: what the operations work with. */
import { AwsError } from '../aws-error.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { Verification } from '../sigv4/verify.ts';
import type { ObjectFolder } from '../store/object-folder.ts';
import type { UploadFolder } from '../store/upload-folder.ts';
import { type AccessQuestion, type Authorize, bucketArn, objectArn } from './access.ts';

export interface Call {
  readonly request: HttpRequest;
  readonly verification: Verification;
  /** Empty when the request is about no bucket. */
  readonly bucket: string;
  /** Decoded; empty when the request is about no object. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly objects: ObjectFolder;
  readonly uploads: UploadFolder;
  readonly authorize: Authorize;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export type Operation = (call: Call) => Promise<HttpResponse>;

export interface Target {
  readonly bucket: string;
  readonly key?: string;
}

/** @returns the refusal; `undefined`: allowed. */
function denialOf(
  { verification, request, authorize }: Call,
  action: string,
  { bucket, key }: Target,
  conditions: AccessQuestion['conditions'] = {},
): AwsError | undefined {
  const { authType, payloadHash } = verification;
  const given = {
    ...(authType !== 'anonymous' && {
      's3:signatureversion': 'AWS4-HMAC-SHA256',
      's3:authType': authType,
      's3:x-amz-content-sha256': payloadHash,
    }),
    ...keysOf(action, request.headers),
    ...conditions,
  };
  const present = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const resource = key === undefined ? bucketArn(bucket) : objectArn(bucket, key);
  const answer = authorize({ principal: verification.principal, action, resource, conditions: Object.fromEntries(present) });
  if (answer === 'allow') return undefined;
  return new AwsError(403, 'AccessDenied', answer === 'deny' ? 'Access Denied' : answer.denied);
}

/** Headers that are condition keys of an action; of other actions the same headers are not. */
const headerKeys: Readonly<Record<string, readonly string[]>> = {
  's3:PutObject': [
    'if-none-match',
    'if-match',
    'x-amz-acl',
    'x-amz-copy-source',
    'x-amz-metadata-directive',
    'x-amz-server-side-encryption',
    'x-amz-storage-class',
  ],
  's3:DeleteObject': ['if-match'],
};

const keysOf = (action: string, headers: HttpRequest['headers']): Record<string, string | undefined> =>
  Object.fromEntries((headerKeys[action] ?? []).map((name) => [`s3:${name}`, headers[name]]));

/**
 * Writing under `If-Match` tells whether the caller knows what is stored, so S3 wants them to have the right to read it, too.
 * @param part of an upload that makes no object yet.
 * @throws {AwsError} AccessDenied
 */
export function requireWriteAccess(call: Call, { part = false }: { readonly part?: boolean } = {}): void {
  const { bucket, key, request } = call;
  requireAccess(call, 's3:PutObject', { bucket, key }, { 's3:ObjectCreationOperation': String(!part) });
  if (!part && request.headers['if-match'] !== undefined) requireAccess(call, 's3:GetObject', { bucket, key });
}

/** @throws {AwsError} AccessDenied */
export function requireAccess(call: Call, action: string, target: Target, conditions?: AccessQuestion['conditions']): void {
  const denial = denialOf(call, action, target, conditions);
  if (denial) throw denial;
}

/** @throws {AwsError} NoSuchBucket */
export function requireBucket({ objects }: Call, bucket: string): void {
  if (!objects.hasBucket(bucket)) throw new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
}

/** @throws {AwsError} 404, or 403 to whom may not list: S3 does not tell them what is missing. */
export function refuseMissingKey(call: Call, { bucket, key }: { bucket: string; key: string }): never {
  requireAccess(call, 's3:ListBucket', { bucket }, { 's3:prefix': key });
  throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });
}
