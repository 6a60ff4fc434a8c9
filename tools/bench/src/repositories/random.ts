/** Chance that comes out the same for everybody: a generated repository has the same hashes on every machine. */

export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number, at least 0 and less than `limit`. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Picks by weight: the share of each entry is its number. */
  weighted<T extends string>(shares: Readonly<Record<T, number>>): T;
}

/** mulberry32 over an FNV-1a hash of `seed`. */
export function seeded(seed: string): Random {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) state = Math.imul(state ^ byte, 0x01000193);

  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)]!,
    weighted<T extends string>(shares: Readonly<Record<T, number>>): T {
      const entries = Object.entries(shares) as [T, number][];
      let left = next() * entries.reduce((sum, [, share]) => sum + share, 0);
      return (entries.find(([, share]) => (left -= share) < 0) ?? entries.at(-1)!)[0];
    },
  };
}
