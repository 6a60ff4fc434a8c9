/** How many bytes a file is as it lies there, and as servers send it. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export interface Sizes {
  readonly raw: number;
  /** gzip at its best, 9. */
  readonly gzip: number;
  /** Brotli at its best, 11: what the CDN stores. */
  readonly brotli: number;
}

export const noBytes: Sizes = { raw: 0, gzip: 0, brotli: 0 };

export const addSizes = (a: Sizes, b: Sizes): Sizes => ({ raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli });

export interface Compressed {
  readonly sizes: Sizes;
  readonly brotli: Uint8Array;
}

export async function compress(body: Uint8Array): Promise<Compressed> {
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_SIZE_HINT]: body.byteLength };
  const [brotli, zipped] = await Promise.all([promisify(brotliCompress)(body, { params }), promisify(gzip)(body, { level: 9 })]);
  return { sizes: { raw: body.byteLength, gzip: zipped.byteLength, brotli: brotli.byteLength }, brotli };
}
