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
  const bodies = await Promise.all((body.byteLength < small ? [0, 1] : [0]).map((plain) => compressed(body, plain)));
  const smallest = bodies.reduce((one, other) => (other.byteLength < one.byteLength ? other : one));
  return { path: `${path}.br`, body: smallest, contentType, contentEncoding: 'br' };
}

/** Bytes. Of a small file, a loader above all, the tables of a model of its literals can cost more than they save. */
const small = 8192;

function compressed(body: Uint8Array, withoutContext: number): Promise<Uint8Array> {
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING } = constants;
  const params = {
    [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY,
    [BROTLI_PARAM_SIZE_HINT]: body.byteLength,
    [BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING]: withoutContext,
  };
  return promisify(brotliCompress)(body, { params });
}

export const sortedByPath = <F extends BundleFile>(files: readonly F[]): F[] => [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
