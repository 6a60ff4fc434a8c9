/** A seeded source of choices: the same seed makes the same history on every machine. */

export interface Random {
  /** A whole number from 0 up to, but not including, `below`. */
  int(below: number): number;
  /** `true` in about `probability` of all calls. */
  chance(probability: number): boolean;
  /** @throws {RangeError} when there is nothing to pick from */
  pick<T>(items: readonly T[]): T;
}

/** Mulberry32: small, fast and good enough to shuffle test data. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError('There is nothing to pick from.');
      return items[int(items.length)]!;
    },
  };
}
