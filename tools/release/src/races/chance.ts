/** Chance that is the same every time. */
import { createHash } from 'node:crypto';

export interface Chance {
  /** A whole number from 0, less than `limit`. */
  below(limit: number): number;
  of(probability: number): boolean;
  one<T>(choices: readonly T[]): T;
  /** In their order. @param least how many at least; default 1 */
  some<T>(choices: readonly T[], least?: number): readonly T[];
}

export function seededChance(seed: string): Chance {
  let drawn = 0;
  /** From 0, less than 1; of a hash of seed and number. */
  const draw = () =>
    createHash('sha256')
      .update(`${seed}/${(drawn += 1)}`)
      .digest()
      .readUInt32BE() /
    2 ** 32;
  const below = (limit: number) => Math.floor(draw() * limit);
  const chance: Chance = {
    below,
    of: (probability) => draw() < probability,
    one: (choices) => choices[below(choices.length)]!,
    some(choices, least = 1) {
      const chosen = choices.filter(() => draw() < 0.5);
      return chosen.length >= least ? chosen : choices.slice(0, least);
    },
  };
  return chance;
}
