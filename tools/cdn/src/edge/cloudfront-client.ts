/** The AWS SDK's client of CloudFront's API from plain configuration. */
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { type RequestLimits, requestHandlerWith } from '../store/request-limits.ts';

export interface CloudFrontClientConfig {
  /** Only for servers other than AWS: `http://127.0.0.1:9000`. */
  readonly endpoint?: string;
  /** Without it the SDK's own chain looks: environment, OIDC role, profile. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  /** Of one request, the first included. Default 5. */
  readonly maxAttempts?: number;
  /** Limits of one attempt. */
  readonly limits?: RequestLimits;
}

/** CloudFront is global, and its API lives in one region. */
export const createCloudFrontClient = ({ maxAttempts = 5, limits, ...config }: CloudFrontClientConfig): CloudFrontClient =>
  new CloudFrontClient({
    region: 'us-east-1',
    ...config,
    retryMode: 'standard',
    maxAttempts,
    requestHandler: requestHandlerWith(limits),
  });
