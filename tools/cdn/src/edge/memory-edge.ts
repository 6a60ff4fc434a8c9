/** An edge over any store, for tests: the tables say how it answers, nothing is cached, and what it was told is kept. */
import { brotliDecompressSync } from 'node:zlib';
import { isServed } from '../cache/cache-policy.ts';
import { notFound, responseHeadersOf, varyByEncoding } from '../cache/response-headers.ts';
import type { ArtefactStore } from '../store/artefact-store.ts';
import type { Edge, EdgeResponse } from './edge.ts';

export interface Invalidation {
  readonly paths: readonly string[];
  readonly reference: string;
}

export interface MemoryEdge extends Edge {
  /** Oldest first. A reference that was used before adds none. */
  readonly invalidations: readonly Invalidation[];
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
}

export interface MemoryEdgeOptions {
  readonly store: ArtefactStore;
  /** Default `https://cdn.example.com`. */
  readonly origin?: string;
}

export function createMemoryEdge({ store, origin = 'https://cdn.example.com' }: MemoryEdgeOptions): MemoryEdge {
  const invalidations: Invalidation[] = [];
  const asked: string[] = [];

  return {
    origin,
    invalidations,
    asked,
    async fetch(path, { accept = 'br', withOrigin = true } = {}) {
      asked.push(path);
      const key = path.replace(/^\//, '').replace(/[?#].*$/s, '');
      const plain = isServed(path) ? await store.read(key) : undefined;
      if (!plain) return missing(path, withOrigin);
      const copy = await store.read(`${key}.br`);
      const { body, contentType, cacheControl, contentEncoding } = (accept === 'br' && copy) || plain;
      return {
        status: 200,
        headers: {
          ...responseHeadersOf(path, { status: 200, hasOrigin: withOrigin }),
          'content-type': contentType,
          'cache-control': cacheControl,
          ...(contentEncoding && { 'content-encoding': contentEncoding }),
          ...(copy && { [varyByEncoding.name]: varyByEncoding.value }),
        },
        body: contentEncoding === 'br' ? brotliDecompressSync(body) : body,
      };
    },
    async invalidate(paths, reference) {
      if (paths.length > 0 && !invalidations.some((known) => known.reference === reference))
        invalidations.push({ paths: [...paths], reference });
    },
  };
}

const missing = (path: string, hasOrigin: boolean): EdgeResponse => ({
  status: notFound.status,
  headers: {
    ...responseHeadersOf(path, { status: notFound.status, hasOrigin }),
    'content-type': notFound.contentType,
    'cache-control': notFound.cacheControl,
  },
  body: Buffer.from(notFound.body),
});
