/** DeleteObjects: up to a thousand keys, each with its own answer. */
import * as v from 'valibot';
import { AwsError, notImplemented } from '../aws-error.ts';
import { checksumAlgorithms, checksumHeader } from '../checksums/checksum.ts';
import type { HttpResponse } from '../http/message.ts';
import { parseXml, xmlResponse } from '../xml.ts';
import { s3Namespace } from './buckets.ts';
import { type Call, requireAccess } from './call.ts';
import { deleteCondition, requireDeleteAccess } from './objects.ts';
import { receiveText } from './receive-body.ts';

const deleteXml = v.object({
  Delete: v.object({
    Object: v.pipe(
      v.array(v.object({ Key: v.string(), ETag: v.optional(v.string()), VersionId: v.optional(v.string()) })),
      v.minLength(1),
      v.maxLength(1000),
    ),
    Quiet: v.optional(v.string()),
  }),
});

export async function deleteObjects(call: Call): Promise<HttpResponse> {
  const { headers } = call.request;
  const hasDigest = ['content-md5', 'x-amz-trailer', ...checksumAlgorithms.map(checksumHeader)].some((name) => headers[name] !== undefined);
  if (!hasDigest) throw new AwsError(400, 'InvalidRequest', 'Missing required header for this request: Content-MD5');
  const parsed = v.safeParse(deleteXml, parseXml(await receiveText(call.request, call.verification), ['Object']));
  if (!parsed.success)
    throw new AwsError(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');

  const { Object: wanted, Quiet: quiet } = parsed.output.Delete;
  const deleted: { Key: string }[] = [];
  const failed: { Key: string; Code: string; Message: string }[] = [];
  for (const { Key, ETag, VersionId } of wanted) {
    try {
      if (VersionId !== undefined) refuseVersion(call, Key);
      await remove(call, Key, ETag);
      deleted.push({ Key });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Key, Code: error.code, Message: error.message });
    }
  }
  return xmlResponse(200, 'DeleteResult', { Deleted: quiet === 'true' ? [] : deleted, Error: failed }, { namespace: s3Namespace });
}

/** @throws {AwsError} always: who may not is told so, and who may, that there are no versions here. */
function refuseVersion(call: Call, key: string): never {
  requireAccess(call, 's3:DeleteObjectVersion', { bucket: call.bucket, key });
  throw notImplemented('Deleting a version');
}

async function remove(call: Call, key: string, etag: string | undefined): Promise<void> {
  requireDeleteAccess(call, key, etag);
  await call.objects.remove(call.bucket, key, deleteCondition(etag, key));
}
