/** The `.br` files: a brotli copy beside each text file. */
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { isText, type BundleFile } from '@pintag/cdn';

export interface LinkedFile extends BundleFile {
  readonly contentType: string;
  /** Set for the `.br` copies. */
  readonly contentEncoding?: 'br';
}

/** `files` and their copies, sorted by path. */
export async function withCopies(files: readonly LinkedFile[]): Promise<readonly LinkedFile[]> {
  const copies = await Promise.all(files.filter(({ path }) => isText(path)).map(copyOf));
  return sortedByPath([...files, ...copies]);
}

async function copyOf({ path, body, contentType }: LinkedFile): Promise<LinkedFile> {
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_SIZE_HINT]: body.byteLength };
  return { path: `${path}.br`, body: await promisify(brotliCompress)(body, { params }), contentType, contentEncoding: 'br' };
}

export const sortedByPath = <F extends BundleFile>(files: readonly F[]): F[] => [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
