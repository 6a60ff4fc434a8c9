/** The AWS SDK's client of the KeyValueStore data plane from plain configuration. */
import { lookup } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
// The data plane takes no other signature than SigV4A; the SDK finds the signer when this was loaded.
import '@aws-sdk/signature-v4a';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type RequestLimits, requestHandlerWith } from '../store/request-limits.ts';

export interface KeyValuesClientConfig {
  /** Only for servers other than AWS: `http://127.0.0.1:9000`. */
  readonly endpoint?: string;
  /** Without it the SDK's own chain looks: environment, OIDC role, profile. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  /** Of one request, the first included. Default 5. */
  readonly maxAttempts?: number;
  /** Limits of one attempt. */
  readonly limits?: RequestLimits;
}

/** The store's ARN, which every request names, decides where AWS is asked. */
export function createKeyValuesClient({
  endpoint,
  maxAttempts = 5,
  limits,
  credentials,
}: KeyValuesClientConfig): CloudFrontKeyValueStoreClient {
  const requestHandler = requestHandlerWith(limits);
  return new CloudFrontKeyValueStoreClient({
    region: 'us-east-1',
    ...(credentials && { credentials }),
    retryMode: 'standard',
    maxAttempts,
    ...(endpoint === undefined
      ? { requestHandler }
      : { endpoint: named(endpoint), requestHandler: connectingTo(endpoint, requestHandler) }),
  });
}

/** The SDK puts the account's number before the host, which an address of numbers cannot carry. */
const named = (endpoint: string): string => endpoint.replace(/^(https?:\/\/)(127\.0\.0\.1|\[::1\])/, '$1localhost');

/** Whatever stands before the host: the server is where the endpoint says. */
function connectingTo(endpoint: string, options: ReturnType<typeof requestHandlerWith>): NodeHttpHandler {
  const { hostname } = new URL(endpoint);
  const host = hostname.replace(/^\[|\]$/g, '');
  const httpAgent = new HttpAgent({ keepAlive: true, lookup: (_, settings, done) => lookup(host, settings, done) });
  return new NodeHttpHandler({ ...options, httpAgent });
}
