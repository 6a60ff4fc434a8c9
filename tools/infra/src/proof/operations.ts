/** What can be tried with a key of a bucket, each as one request of the SDK. */
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { bucket } from './synthesised.ts';

export interface Target {
  readonly key: string;
  /** Of what is there now. */
  readonly etag: string;
  /** A key of the same kind where nothing is. */
  readonly absent: string;
}

export type Operation = (client: S3Client, target: Target) => Promise<unknown>;

const at = (Key: string) => ({ Bucket: bucket, Key });
const other = 'other bytes';

export const operations = {
  read: (client, { key }) => client.send(new GetObjectCommand(at(key))),
  list: (client, { key }) => client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key })),
  create: (client, { absent }) => client.send(new PutObjectCommand({ ...at(absent), Body: other, IfNoneMatch: '*' })),
  replace: (client, { key, etag }) => client.send(new PutObjectCommand({ ...at(key), Body: other, IfMatch: etag })),
  overwrite: (client, { key }) => client.send(new PutObjectCommand({ ...at(key), Body: other })),
  'copy over': (client, { key }) => client.send(new CopyObjectCommand({ ...at(key), CopySource: `${bucket}/elements/index.json` })),
  'upload in parts': (client, { key }) => client.send(new CreateMultipartUploadCommand(at(key))),
  delete: (client, { key }) => client.send(new DeleteObjectCommand(at(key))),
  'delete in a list': async (client, { key }) => {
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: key }] } }));
    for (const { Code } of Errors) if (Code === 'AccessDenied') throw new Refused();
  },
  'delete a version': (client, { key }) => client.send(new DeleteObjectCommand({ ...at(key), VersionId: 'null' })),
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;
export const operationNames = Object.keys(operations) as readonly OperationName[];

/** What would take the protection away. */
export const bucketOperations = {
  "change the bucket's policy": (client) => client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: '{}' })),
  'let objects expire': (client) =>
    client.send(new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: { Rules: [] } })),
  'stop keeping versions': (client) =>
    client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Suspended' } })),
  'delete the bucket': (client) => client.send(new DeleteBucketCommand({ Bucket: bucket })),
} as const satisfies Readonly<Record<string, (client: S3Client) => Promise<unknown>>>;

export type BucketOperationName = keyof typeof bucketOperations;

class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * Whether the policies let a request through; what becomes of it then, for other reasons, does not count.
 * @throws {unknown} it failed before S3 could say anything.
 */
export async function isLetThrough(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode !== undefined) return error.$metadata.httpStatusCode !== 403;
    throw error;
  }
}
