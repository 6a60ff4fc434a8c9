/** Which headers a CloudFront Function sees and sets; AWS lists them under restrictions on edge functions. Names in lower case. */
import type { EdgeFunctionEvent } from '@pintag/cdn/edge-function';

const hidden: ReadonlySet<string> = new Set([
  ...['connection', 'expect', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'trailer', 'upgrade'],
  ...['x-accel-buffering', 'x-accel-charset', 'x-accel-limit-rate', 'x-accel-redirect', 'x-cache', 'x-forwarded-proto', 'x-real-ip'],
  ...['x-amzn-auth', 'x-amzn-cf-billing', 'x-amzn-cf-id', 'x-amzn-cf-xff', 'x-amzn-errortype', 'x-amzn-fle-profile'],
  ...['x-amzn-header-count', 'x-amzn-header-order', 'x-amzn-lambda-integration-tag', 'x-amzn-requestid'],
]);

/** No function sees such a header, and one that adds it fails. */
export const isHidden = (name: string): boolean => hidden.has(name) || name.startsWith('x-amz-cf-') || name.startsWith('x-edge-');

/** A function that adds or changes one of these fails. */
export const readOnly: Readonly<Record<EdgeFunctionEvent, readonly string[]>> = {
  'viewer-request': ['content-length', 'host', 'transfer-encoding', 'via'],
  'viewer-response': ['warning', 'via'],
};
