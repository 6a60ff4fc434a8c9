/** The key-value store for tests of everything above it. */
import type { KeyValues } from './key-values.ts';

export function createMemoryKeyValues(): KeyValues {
  const stored = new Map<string, string>();
  let writes = 0;
  const etag = () => `KV${writes}`;

  return {
    name: 'memory',
    read: async (keys) => ({ etag: etag(), values: new Map([...stored].filter(([key]) => keys.includes(key))) }),
    list: async () => ({ etag: etag(), values: new Map(stored) }),
    async update({ puts, deletes = [] }, expected) {
      if (expected !== etag()) return false;
      for (const key of deletes) stored.delete(key);
      for (const [key, value] of puts) stored.set(key, value);
      writes++;
      return true;
    },
  };
}
