/** What was worked out before, up to a number of entries: a long history must not need more memory than a short one. */

export interface Cache<T> {
  get(key: string): T | undefined;
  /** @returns the value */
  set(key: string, value: T): T;
}

/** Emptied when full: neighbours in the history ask for the same, what was long ago is not asked for again. */
export function createCache<T>(most: number): Cache<T> {
  const entries = new Map<string, T>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      if (entries.size >= most) entries.clear();
      entries.set(key, value);
      return value;
    },
  };
}
