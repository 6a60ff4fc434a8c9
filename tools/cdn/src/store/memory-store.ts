/** The store for tests of everything above it. */
import { sha256Of } from '../integrity.ts';
import { type ArtefactStore, KeyTaken, type ObjectContent, type StoredObject } from './artefact-store.ts';

export function createMemoryStore(): ArtefactStore {
  const objects = new Map<string, StoredObject>();
  const put = (key: string, { body, sha256: _, ...rest }: ObjectContent) => {
    objects.set(key, { ...rest, body: Uint8Array.from(body), etag: `"${sha256Of(body)}"` });
  };

  return {
    async create(key, object) {
      const taken = objects.get(key);
      if (taken && taken.etag !== `"${sha256Of(object.body)}"`) throw new KeyTaken(key);
      if (taken) return 'identical';
      put(key, object);
      return 'created';
    },
    async compareAndSet(key, object, etag) {
      if (objects.get(key)?.etag !== etag) return false;
      put(key, object);
      return true;
    },
    async read(key) {
      const stored = objects.get(key);
      return stored && { ...stored, body: Uint8Array.from(stored.body) };
    },
    async *list(prefix) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix));
      // UTF-8 order as S3 has it: JavaScript's own order is UTF-16's and puts astral characters too early.
      yield* keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    },
  };
}
