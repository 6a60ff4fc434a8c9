/** The AWS SDK's client from plain configuration: AWS itself with nothing but a region, or any server that speaks its protocol. */
import { S3Client } from '@aws-sdk/client-s3';
import { type RequestLimits, requestHandlerWith } from './request-limits.ts';
import type { S3Quirk } from './s3-quirks.ts';

export interface S3ClientConfig {
  readonly region: string;
  /** Only for servers other than AWS: `http://127.0.0.1:9000`. */
  readonly endpoint?: string;
  /** Bucket in the path instead of the host name; servers on one machine need it. */
  readonly forcePathStyle?: boolean;
  /** Without it the SDK's own chain looks: environment, OIDC role, profile. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly quirks?: readonly S3Quirk[];
  /** Of one request, the first included; 5xx, SlowDown and broken connections are tried again with growing pauses. Default 5. */
  readonly maxAttempts?: number;
  /** Limits of one attempt. */
  readonly limits?: RequestLimits;
}

export function createS3Client({ quirks = [], maxAttempts = 5, limits, ...config }: S3ClientConfig): S3Client {
  const checksums = quirks.includes('no-trailers') ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED';
  return new S3Client({
    ...config,
    retryMode: 'standard',
    maxAttempts,
    requestChecksumCalculation: checksums,
    responseChecksumValidation: checksums,
    requestHandler: requestHandlerWith(limits),
  });
}
