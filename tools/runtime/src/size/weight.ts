/** What bytes cost on the line, in the three spellings that people compare. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Bytes. */
export interface Weight {
  readonly raw: number;
  /** gzip 9. */
  readonly gzip: number;
  /** brotli 11, as the CDN stores it. */
  readonly brotli: number;
}

export const noWeight: Weight = { raw: 0, gzip: 0, brotli: 0 };

export const weigh = (body: Uint8Array): Weight => ({
  raw: body.byteLength,
  gzip: gzipSync(body, { level: constants.Z_BEST_COMPRESSION }).byteLength,
  brotli: brotliSize(body),
});

/** Bytes at brotli 11: what a browser downloads of a text file. */
export const brotliSize = (body: Uint8Array): number =>
  brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength },
  }).byteLength;

/** Of files that are sent one by one: compressed together they would weigh less. */
export const sumOf = (weights: readonly Weight[]): Weight =>
  weights.reduce((sum, { raw, gzip, brotli }) => ({ raw: sum.raw + raw, gzip: sum.gzip + gzip, brotli: sum.brotli + brotli }), noWeight);
