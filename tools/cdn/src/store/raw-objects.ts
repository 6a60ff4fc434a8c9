/** A bucket as its owner sees it, past every promise of the store: for tests that damage what no release can. */
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

export async function* listWithEtags(client: S3Client, bucket: string): AsyncGenerator<{ readonly key: string; readonly etag: string }> {
  for await (const { Contents } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const { Key, ETag } of Contents ?? []) yield { key: Key!, etag: ETag! };
  }
}

/** Without `body` the object is removed. */
export async function replaceObject(client: S3Client, bucket: string, key: string, body?: Uint8Array): Promise<void> {
  const at = { Bucket: bucket, Key: key };
  await (body
    ? client.send(new PutObjectCommand({ ...at, Body: body, ContentType: 'application/x-tar' }))
    : client.send(new DeleteObjectCommand(at)));
}

export const createBucket = async (client: S3Client, bucket: string): Promise<void> =>
  void (await client.send(new CreateBucketCommand({ Bucket: bucket })));

/** With all that is in it. */
export async function removeBucket(client: S3Client, bucket: string): Promise<void> {
  for await (const { key } of listWithEtags(client, bucket)) await replaceObject(client, bucket, key);
  await client.send(new DeleteBucketCommand({ Bucket: bucket }));
}
