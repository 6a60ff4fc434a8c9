/** JSON bytes that depend on the value alone: keys sorted, two spaces, a newline at the end; so two runs that mean the same write the same. */
import { cachePolicyOf } from '../cache/cache-policy.ts';
import { contentTypeOf } from '../cache/content-types.ts';
import type { ObjectContent } from '../store/artefact-store.ts';

export const serialise = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value, sortKeys, 2)}\n`);

/** `value` as the store keeps it under `key`. */
export const jsonObject = (key: string, value: unknown): ObjectContent => ({
  body: serialise(value),
  contentType: contentTypeOf(key),
  cacheControl: cachePolicyOf(key).cacheControl,
});

const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
