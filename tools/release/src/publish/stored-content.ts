/** How an object is stored follows from its key alone, so that a version that an earlier run linked is stored as that run would have. */
import { type ObjectContent, cachePolicyOf, contentEncodingOf, contentTypeOf } from '@pintag/cdn/version-files';

export function contentFor(key: string, body: Uint8Array): ObjectContent {
  const contentEncoding = contentEncodingOf(key);
  return {
    body,
    contentType: contentTypeOf(key),
    cacheControl: cachePolicyOf(key).cacheControl,
    ...(contentEncoding && { contentEncoding }),
  };
}
