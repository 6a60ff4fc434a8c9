/** CreateMultipartUpload, UploadPart, ListParts, AbortMultipartUpload; completing has a file of its own. */
import { AwsError, notImplemented } from '../aws-error.ts';
import { checksumElement, type ChecksumAlgorithm, coversWholeObject, isChecksumAlgorithm } from '../checksums/checksum.ts';
import type { HttpResponse } from '../http/message.ts';
import type { ObjectMetadata } from '../store/object-file.ts';
import type { UploadInfo } from '../store/upload-folder.ts';
import { xmlResponse } from '../xml.ts';
import { s3Namespace } from './buckets.ts';
import { type Call, requireAccess, requireWriteAccess } from './call.ts';
import { quoted } from './conditions.ts';
import { checksumHeadersOf, storedHeadersOf } from './object-headers.ts';
import { receiveBody } from './receive-body.ts';

const highestPart = 10_000;

export async function createUpload(call: Call): Promise<HttpResponse> {
  const { request, bucket, key, uploads } = call;
  requireWriteAccess(call, { part: true });
  const info: UploadInfo = { bucket, key, ...storedHeadersOf(request.headers), ...checksumOf(request.headers) };
  const id = await uploads.create(info);
  const headers = {
    ...(info.checksumAsked && { 'x-amz-checksum-algorithm': info.checksumAlgorithm.toUpperCase() }),
    'x-amz-checksum-type': info.checksumType,
  };
  return xmlResponse(200, 'InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id }, { namespace: s3Namespace, headers });
}

function checksumOf(headers: Call['request']['headers']): Pick<UploadInfo, 'checksumAlgorithm' | 'checksumAsked' | 'checksumType'> {
  const asked = headers['x-amz-checksum-algorithm'];
  const checksumAlgorithm = asked?.toLowerCase() ?? 'crc64nvme';
  if (!isChecksumAlgorithm(checksumAlgorithm)) throw notImplemented(`The checksum ${asked}`);
  const type = headers['x-amz-checksum-type'] ?? (checksumAlgorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE');
  const possible =
    type === 'FULL_OBJECT' ? coversWholeObject(checksumAlgorithm) : type === 'COMPOSITE' && checksumAlgorithm !== 'crc64nvme';
  if (!possible) {
    throw new AwsError(400, 'InvalidRequest', `The ${type} checksum type cannot be used with the ${checksumAlgorithm} checksum algorithm.`);
  }
  return { checksumAlgorithm, checksumAsked: asked !== undefined, checksumType: type === 'FULL_OBJECT' ? 'FULL_OBJECT' : 'COMPOSITE' };
}

/** @throws {AwsError} NoSuchUpload */
export async function requireUpload({ uploads, query, bucket, key }: Call): Promise<{ id: string; info: UploadInfo }> {
  const id = query.get('uploadId') ?? '';
  const info = await uploads.find(id);
  if (info?.bucket === bucket && info.key === key) return { id, info };
  throw new AwsError(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    {
      UploadId: id,
    },
  );
}

export async function uploadPart(call: Call): Promise<HttpResponse> {
  const { request, verification, key, objects, uploads, query } = call;
  requireWriteAccess(call, { part: true });
  if (request.headers['x-amz-copy-source'] !== undefined) throw notImplemented('UploadPartCopy');
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > highestPart) {
    throw new AwsError(400, 'InvalidArgument', `Part number must be an integer between 1 and ${highestPart}, inclusive`);
  }
  const { id, info } = await requireUpload(call);
  const draft = await objects.draft();
  try {
    const { size, md5, checksums, sent } = await receiveBody(request, verification, { write: draft.write });
    if (info.checksumAsked && sent !== info.checksumAlgorithm) throw checksumMismatch(info.checksumAlgorithm, sent);
    const metadata: ObjectMetadata = {
      key,
      size,
      etag: md5,
      lastModified: call.now(),
      headers: {},
      userMetadata: {},
      checksums,
      checksumType: 'FULL_OBJECT',
    };
    await uploads.locks.hold(id, async () => {
      await requireUpload(call);
      await uploads.publishPart(id, number, draft, metadata);
    });
    const { 'x-amz-checksum-type': _type, ...checksumHeaders } = checksumHeadersOf(metadata);
    return { status: 200, headers: { etag: quoted(md5), ...checksumHeaders } };
  } finally {
    await draft.discard();
  }
}

const checksumMismatch = (expected: string, actual: ChecksumAlgorithm | undefined): AwsError =>
  new AwsError(
    400,
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual ?? 'null'}`,
  );

export async function listParts(call: Call): Promise<HttpResponse> {
  const { bucket, key, query, uploads } = call;
  requireAccess(call, 's3:ListMultipartUploadParts', { bucket, key });
  const { id, info } = await requireUpload(call);
  const marker = Number(query.get('part-number-marker') ?? '0');
  const maxParts = Number(query.get('max-parts') ?? '1000');
  if (!Number.isInteger(marker) || !Number.isInteger(maxParts) || maxParts < 1) {
    throw new AwsError(400, 'InvalidArgument', 'Provided max-parts or part-number-marker not an integer or within integer range');
  }
  const later = (await uploads.parts(id)).filter(({ number }) => number > marker);
  const page = later.slice(0, Math.min(maxParts, 1000));
  const truncated = page.length < later.length;
  const elements = {
    Bucket: bucket,
    Key: key,
    UploadId: id,
    PartNumberMarker: marker,
    NextPartNumberMarker: truncated ? page.at(-1)?.number : undefined,
    MaxParts: maxParts,
    IsTruncated: truncated,
    ChecksumAlgorithm: info.checksumAlgorithm.toUpperCase(),
    ChecksumType: info.checksumType,
    StorageClass: 'STANDARD',
    Part: page.map(({ number, metadata }) => ({
      PartNumber: number,
      LastModified: new Date(metadata.lastModified).toISOString(),
      ETag: quoted(metadata.etag),
      Size: metadata.size,
      [checksumElement(info.checksumAlgorithm)]: metadata.checksums[info.checksumAlgorithm],
    })),
  };
  return xmlResponse(200, 'ListPartsResult', elements, { namespace: s3Namespace });
}

export async function abortUpload(call: Call): Promise<HttpResponse> {
  const { bucket, key, uploads } = call;
  requireAccess(call, 's3:AbortMultipartUpload', { bucket, key });
  const { id } = await requireUpload(call);
  await uploads.locks.hold(id, () => uploads.remove(id));
  return { status: 204, headers: {} };
}
