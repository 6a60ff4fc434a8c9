/** A map that forgets what was used longest ago once it holds more than it may. */
export interface Lru<T> {
  get(key: string): T | undefined;
  set(key: string, value: T, size: number): void;
  delete(key: string): void;
  /** A copy, safe to delete by. */
  keys(): readonly string[];
}

/** @param capacity the sum of sizes it keeps; a value that is larger alone is not kept at all. */
export function createLru<T>(capacity: number): Lru<T> {
  // A Map remembers the order of insertion; every use inserts anew.
  const entries = new Map<string, { value: T; size: number }>();
  let total = 0;
  const remove = (key: string): void => {
    total -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, size) {
      remove(key);
      if (size > capacity) return;
      entries.set(key, { value, size });
      total += size;
      for (const oldest of entries.keys()) {
        if (total <= capacity) break;
        remove(oldest);
      }
    },
    delete: remove,
    keys: () => [...entries.keys()],
  };
}
