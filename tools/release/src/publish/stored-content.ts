/** How objects that the edge never serves are stored. */
import type { ObjectContent } from '@pintag/cdn';

const cacheControl = 'no-store';

export const archive = (body: Uint8Array): ObjectContent => ({ body, contentType: 'application/x-tar', cacheControl });
export const json = (value: unknown): ObjectContent => ({
  body: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
  contentType: 'application/json; charset=utf-8',
  cacheControl,
});
