/** CompleteMultipartUpload: checks the list of parts, joins them, and publishes the object under the same conditions as a PUT. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { AwsError } from '../aws-error.ts';
import { checksumElement, checksumHeader, createChecksum } from '../checksums/checksum.ts';
import type { HttpResponse } from '../http/message.ts';
import { opaqueTag } from '../http/etag.ts';
import type { Draft, ObjectMetadata } from '../store/object-file.ts';
import type { Part, UploadInfo } from '../store/upload-folder.ts';
import { parseXml, xmlResponse } from '../xml.ts';
import { s3Namespace } from './buckets.ts';
import { type Call, requireWriteAccess } from './call.ts';
import { quoted, writeCondition } from './conditions.ts';
import { requireUpload } from './multipart.ts';
import { receiveText } from './receive-body.ts';

const smallestPart = 5 * 1024 * 1024;
const number = v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number));
const completeXml = v.object({
  CompleteMultipartUpload: v.object({
    Part: v.pipe(v.array(v.looseObject({ PartNumber: number, ETag: v.string() })), v.minLength(1)),
  }),
});
type ListedPart = v.InferOutput<typeof completeXml>['CompleteMultipartUpload']['Part'][number];

export async function completeUpload(call: Call): Promise<HttpResponse> {
  const { request, bucket, key, objects, uploads } = call;
  requireWriteAccess(call);
  const condition = writeCondition(request.headers, key);
  const parsed = v.safeParse(completeXml, parseXml(await receiveText(withoutChecksums(request), call.verification), ['Part']));
  if (!parsed.success)
    throw new AwsError(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
  const listed = parsed.output.CompleteMultipartUpload.Part;
  const { id } = await requireUpload(call);

  return uploads.locks.hold(id, async () => {
    const { info } = await requireUpload(call);
    const parts = matchParts(listed, await uploads.parts(id), info);
    const draft = await objects.draft();
    try {
      const metadata = await join(call, { id, info, parts, draft });
      await objects.publish(bucket, draft, metadata, condition);
      await uploads.remove(id);
      const elements = {
        Location: `/${bucket}/${key}`,
        Bucket: bucket,
        Key: key,
        ETag: quoted(metadata.etag),
        [checksumElement(info.checksumAlgorithm)]: metadata.checksums[info.checksumAlgorithm],
        ChecksumType: metadata.checksumType,
      };
      return xmlResponse(200, 'CompleteMultipartUploadResult', elements, { namespace: s3Namespace });
    } finally {
      await draft.discard();
    }
  });
}

/** Here they speak of the object, not of this request's body. */
function withoutChecksums(request: Call['request']): Call['request'] {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith('x-amz-checksum-')));
  return { ...request, headers };
}

function matchParts(listed: readonly ListedPart[], stored: readonly Part[], { checksumAlgorithm }: UploadInfo): readonly Part[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  const parts = listed.map((wanted, position) => {
    const previous = listed[position - 1];
    if (previous && previous.PartNumber >= wanted.PartNumber) {
      throw new AwsError(400, 'InvalidPartOrder', 'The list of parts was not in ascending order. Parts must be ordered by part number.');
    }
    const part = byNumber.get(wanted.PartNumber);
    const checksum = wanted[checksumElement(checksumAlgorithm)];
    if (
      !part ||
      opaqueTag(wanted.ETag) !== part.metadata.etag ||
      (checksum !== undefined && checksum !== part.metadata.checksums[checksumAlgorithm])
    ) {
      throw new AwsError(
        400,
        'InvalidPart',
        'One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match.',
        {
          PartNumber: String(wanted.PartNumber),
          ETag: wanted.ETag,
        },
      );
    }
    return part;
  });
  const tooSmall = parts.slice(0, -1).find(({ metadata }) => metadata.size < smallestPart);
  if (tooSmall) {
    throw new AwsError(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      ProposedSize: String(tooSmall.metadata.size),
      MinSizeAllowed: String(smallestPart),
      PartNumber: String(tooSmall.number),
    });
  }
  return parts;
}

async function join(
  { request, key, uploads, now }: Call,
  { id, info, parts, draft }: { id: string; info: UploadInfo; parts: readonly Part[]; draft: Draft },
): Promise<ObjectMetadata> {
  const { checksumAlgorithm: algorithm, checksumType } = info;
  const whole = createChecksum(algorithm);
  const composite = createChecksum(algorithm);
  const etags = createHash('md5');
  let size = 0;
  for (const { number: partNumber, metadata } of parts) {
    const part = await uploads.openPart(id, partNumber);
    if (!part) throw new TypeError(`Part ${partNumber} of ${id} vanished.`);
    for await (const chunk of part.read()) {
      if (checksumType === 'FULL_OBJECT') whole.update(chunk);
      await draft.write(chunk);
    }
    size += metadata.size;
    etags.update(Buffer.from(metadata.etag, 'hex'));
    composite.update(Buffer.from(metadata.checksums[algorithm] ?? '', 'base64'));
  }
  const checksum = checksumType === 'FULL_OBJECT' ? whole.digest() : `${composite.digest()}-${parts.length}`;
  const claimed = request.headers[checksumHeader(algorithm)];
  if (claimed !== undefined && claimed !== checksum) {
    throw new AwsError(400, 'BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  const claimedSize = request.headers['x-amz-mp-object-size'];
  if (claimedSize !== undefined && Number(claimedSize) !== size) {
    throw new AwsError(400, 'InvalidRequest', 'The provided x-amz-mp-object-size header does not match the size of the uploaded object.');
  }
  return {
    key,
    size,
    etag: `${etags.digest('hex')}-${parts.length}`,
    lastModified: now(),
    headers: info.headers,
    userMetadata: info.userMetadata,
    checksums: { [algorithm]: checksum },
    checksumType,
    parts: parts.length,
  };
}
