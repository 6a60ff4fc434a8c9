/** CopyObject. */
import { createHash } from 'node:crypto';
import { AwsError, notImplemented } from '../aws-error.ts';
import { checksumElement, type ChecksumAlgorithm, createChecksum, isChecksumAlgorithm } from '../checksums/checksum.ts';
import type { HttpResponse } from '../http/message.ts';
import type { ObjectMetadata } from '../store/object-file.ts';
import { xmlResponse } from '../xml.ts';
import { s3Namespace } from './buckets.ts';
import { type Call, refuseMissingKey, requireAccess, requireBucket, requireWriteAccess } from './call.ts';
import { checkReadConditions, quoted, writeCondition } from './conditions.ts';
import { type StoredHeaders, storedHeadersOf } from './object-headers.ts';

export async function copyObject(call: Call): Promise<HttpResponse> {
  const { request, bucket, key, objects } = call;
  const { headers } = request;
  const source = parseCopySource(headers['x-amz-copy-source'] ?? '');
  const directive = headers['x-amz-metadata-directive'] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') throw new AwsError(400, 'InvalidArgument', 'Unknown metadata directive.');
  if (headers['x-amz-tagging-directive'] === 'REPLACE') throw notImplemented('Tagging');
  requireBucket(call, source.bucket);
  requireAccess(call, 's3:GetObject', source);
  requireWriteAccess(call);
  if (source.bucket === bucket && source.key === key && directive === 'COPY') {
    throw new AwsError(
      400,
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
    );
  }
  const condition = writeCondition(headers, key);
  const replacement = storedHeadersOf(headers);

  const original = await objects.open(source.bucket, source.key);
  if (!original) return refuseMissingKey(call, source);
  const draft = await objects.draft();
  try {
    const { metadata } = original;
    if (checkReadConditions(headers, metadata, 'x-amz-copy-source-') === 'not-modified') {
      throw new AwsError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
    }
    const algorithm = checksumFor(metadata, headers['x-amz-checksum-algorithm']);
    const running = createChecksum(algorithm);
    const md5 = createHash('md5');
    for await (const chunk of original.read()) {
      running.update(chunk);
      md5.update(chunk);
      await draft.write(chunk);
    }
    const stored: StoredHeaders =
      directive === 'REPLACE' ? replacement : { headers: metadata.headers, userMetadata: metadata.userMetadata };
    const copy: ObjectMetadata = {
      key,
      size: metadata.size,
      etag: md5.digest('hex'),
      lastModified: call.now(),
      ...stored,
      checksums: { [algorithm]: running.digest() },
      checksumType: 'FULL_OBJECT',
    };
    await objects.publish(bucket, draft, copy, condition);
    const elements = {
      LastModified: new Date(copy.lastModified).toISOString(),
      ETag: quoted(copy.etag),
      [checksumElement(algorithm)]: copy.checksums[algorithm],
      ChecksumType: copy.checksumType,
    };
    return xmlResponse(200, 'CopyObjectResult', elements, { namespace: s3Namespace });
  } finally {
    await original.close();
    await draft.discard();
  }
}

/** The one asked for, else the one that the source has. */
function checksumFor({ checksums }: ObjectMetadata, asked: string | undefined): ChecksumAlgorithm {
  const algorithm = asked?.toLowerCase() ?? Object.keys(checksums)[0] ?? 'crc64nvme';
  if (!isChecksumAlgorithm(algorithm)) throw notImplemented(`The checksum ${asked}`);
  return algorithm;
}

function parseCopySource(header: string): { bucket: string; key: string } {
  if (header.includes('?versionId=')) throw notImplemented('A copy of a version');
  try {
    const match = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(header));
    if (match) return { bucket: match[1]!, key: match[2]! };
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  throw new AwsError(400, 'InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey', {
    ArgumentName: 'x-amz-copy-source',
    ArgumentValue: header,
  });
}
