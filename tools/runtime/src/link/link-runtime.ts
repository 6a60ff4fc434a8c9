/** From a runtime's bundle to what is published of it. */
import { contentTypeOf, type BundleFile } from '@pintag/cdn';
import { type LinkedFile, withCopies } from './compressed-copies.ts';

/**
 * The files as they are, and a brotli copy beside each text file; sorted by path. The same bundle gives the same bytes, the copies as far as
 * brotli's own version stays.
 * @throws {PintagError} PT_CONTENT_TYPE
 */
export const linkRuntime = (bundle: readonly BundleFile[]): Promise<readonly LinkedFile[]> =>
  withCopies(bundle.map(({ path, body }) => ({ path, body, contentType: contentTypeOf(path) })));
