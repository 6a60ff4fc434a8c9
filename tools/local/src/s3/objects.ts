/** PutObject, GetObject, HeadObject, DeleteObject. */
import { AwsError } from '../aws-error.ts';
import type { HttpResponse } from '../http/message.ts';
import { parseRange } from '../http/range.ts';
import type { ObjectMetadata } from '../store/object-file.ts';
import { type Call, refuseMissingKey, requireAccess, requireWriteAccess } from './call.ts';
import { checkReadConditions, quoted, writeCondition } from './conditions.ts';
import { checksumHeadersOf, responseHeadersOf, storedHeadersOf } from './object-headers.ts';
import { receiveBody } from './receive-body.ts';

export async function putObject(call: Call): Promise<HttpResponse> {
  const { request, verification, bucket, key, objects } = call;
  requireWriteAccess(call);
  const condition = writeCondition(request.headers, key);
  const stored = storedHeadersOf(request.headers);
  const draft = await objects.draft();
  try {
    const { size, md5, checksums } = await receiveBody(request, verification, { write: draft.write });
    const metadata: ObjectMetadata = { key, size, etag: md5, lastModified: call.now(), ...stored, checksums, checksumType: 'FULL_OBJECT' };
    await objects.publish(bucket, draft, metadata, condition);
    return { status: 200, headers: { etag: quoted(md5), ...checksumHeadersOf(metadata) } };
  } finally {
    await draft.discard();
  }
}

/** Query parameters of a GET that replace a header of the answer; presigned URLs use them. */
const overrides: Readonly<Record<string, string>> = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
};
export const overrideParameters = Object.keys(overrides);

function overridden(query: Call['query']): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [parameter, header] of Object.entries(overrides)) {
    const value = query.get(parameter);
    if (value === undefined) continue;
    // What HTTP cannot carry in a header.
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) throw new AwsError(400, 'InvalidArgument', `${parameter} is no header value.`);
    headers[header] = value;
  }
  return headers;
}

/** GetObject and HeadObject: the wiring leaves the body of a HEAD out. */
export async function getObject(call: Call): Promise<HttpResponse> {
  const { request, bucket, key, objects, query } = call;
  requireAccess(call, 's3:GetObject', { bucket, key });
  const object = await objects.open(bucket, key);
  if (!object) return refuseMissingKey(call, { bucket, key });
  let handedOver = false;
  try {
    const { metadata } = object;
    const headers = responseHeadersOf(metadata);
    Object.assign(headers, overridden(query));
    if (checkReadConditions(request.headers, metadata) === 'not-modified') {
      const { etag, 'last-modified': lastModified, 'cache-control': cacheControl } = headers;
      return {
        status: 304,
        headers: { etag: etag!, 'last-modified': lastModified!, ...(cacheControl && { 'cache-control': cacheControl }) },
      };
    }
    const range = parseRange(request.headers['range'], metadata.size);
    if (range === 'unsatisfiable') {
      throw new AwsError(416, 'InvalidRange', 'The requested range is not satisfiable', { ActualObjectSize: String(metadata.size) });
    }
    const { start, end } = range ?? { start: 0, end: metadata.size - 1 };
    headers['content-length'] = String(end - start + 1);
    if (range) headers['content-range'] = `bytes ${start}-${end}/${metadata.size}`;
    // The checksum is that of the whole; a client would hold a part against it.
    else if (request.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED') Object.assign(headers, checksumHeadersOf(metadata));
    const status = range ? 206 : 200;
    if (request.method === 'HEAD') return { status, headers };
    handedOver = true;
    return { status, headers, body: object.read(start, end + 1) };
  } finally {
    if (!handedOver) await object.close();
  }
}

export async function deleteObject(call: Call): Promise<HttpResponse> {
  const { request, bucket, key, objects } = call;
  const ifMatch = request.headers['if-match'];
  requireDeleteAccess(call, key, ifMatch);
  await objects.remove(bucket, key, deleteCondition(ifMatch, key));
  return { status: 204, headers: {} };
}

/** In a bucket without versions, as this one, the object is its own version `null`. */
export async function deleteNullVersion(call: Call): Promise<HttpResponse> {
  const { bucket, key, objects } = call;
  requireAccess(call, 's3:DeleteObjectVersion', { bucket, key });
  await objects.remove(bucket, key, () => undefined);
  return { status: 204, headers: {} };
}

/** Naming an ETag tells whether the caller knows what is stored, so S3 wants them to have the right to read it, too. */
export function requireDeleteAccess(call: Call, key: string, ifMatch: string | undefined): void {
  const target = { bucket: call.bucket, key };
  const conditions: Record<string, string> = ifMatch === undefined ? {} : { 's3:if-match': ifMatch };
  requireAccess(call, 's3:DeleteObject', target, conditions);
  if (ifMatch !== undefined && ifMatch.trim() !== '*') requireAccess(call, 's3:GetObject', target);
}

/** Deleting what is not there succeeds; only an ETag that does not match refuses. */
export function deleteCondition(ifMatch: string | undefined, key: string) {
  const condition = writeCondition(ifMatch === undefined ? {} : { 'if-match': ifMatch }, key);
  return (current: { readonly etag: string } | undefined) => {
    if (current) condition(current);
  };
}
