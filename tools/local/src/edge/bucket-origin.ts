/** What lies behind the edge: the private bucket, read with signed requests as CloudFront's origin access control does. */
import { type HttpHandler, noBody, readAll } from '../http/message.ts';
import { encodePart } from '../sigv4/canonical.ts';
import { signRequest } from '../sigv4/sign.ts';

export interface OriginResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** @param headers conditions of a revalidation. */
export type Origin = (key: string, headers: Readonly<Record<string, string>>) => Promise<OriginResponse>;

export interface BucketOriginOptions {
  readonly s3: HttpHandler;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly now: () => number;
}

export function createBucketOrigin({ s3, bucket, region, accessKey, now }: BucketOriginOptions): Origin {
  return async (key, headers) => {
    const target = `/${bucket}/${key.split('/').map(encodePart).join('/')}`;
    const unsigned = { method: 'GET', target, headers: { ...headers, host: 'bucket.local' } };
    const response = await s3({ ...signRequest(unsigned, { accessKey, region, service: 's3', now: now() }), body: noBody() });
    return { status: response.status, headers: response.headers, body: await readAll(response.body) };
  };
}
