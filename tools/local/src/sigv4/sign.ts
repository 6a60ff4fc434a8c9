/** Signs the edge's own reads, as CloudFront's origin access control does. */
import type { HttpRequest } from '../http/message.ts';
import { algorithm, emptySha256, scopeText, signatureOf, signingKey, timestampOf } from './canonical.ts';
import type { AccessKey } from './verify.ts';

/** @returns the request without a body, its headers completed by date, payload hash and authorization. `host` must be among its headers. */
export function signRequest(
  request: Omit<HttpRequest, 'body'>,
  { accessKey, region, service, now }: { accessKey: Omit<AccessKey, 'principal'>; region: string; service: string; now: number },
): Omit<HttpRequest, 'body'> {
  const timestamp = timestampOf(now);
  const scope = { date: timestamp.slice(0, 8), region, service };
  const headers: Record<string, string> = { ...request.headers, 'x-amz-date': timestamp, 'x-amz-content-sha256': emptySha256 };
  const signedHeaders = Object.keys(headers).sort();
  const key = signingKey(accessKey.secretAccessKey, scope);
  const signature = signatureOf({ ...request, headers }, { key, scope, timestamp, signedHeaders, payloadHash: emptySha256 });
  const credential = `${accessKey.accessKeyId}/${scopeText(scope)}`;
  headers['authorization'] = `${algorithm} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return { ...request, headers };
}
