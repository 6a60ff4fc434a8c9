/** Which part of a plan's builds is whose, when several machines share them: each decides it alone, and all decide the same. Pure. */
import { PintagError } from '@pintag/cdn/errors';

export interface Shard {
  /** From 1. */
  readonly part: number;
  readonly of: number;
}

/** GitHub runs at most so many jobs of a matrix. */
const mostShards = 256;

/**
 * @example parseShard('2/5') // { part: 2, of: 5 }
 * @throws {PintagError} PT_USAGE
 */
export function parseShard(text: string): Shard {
  const [, part, of] = (/^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? []).map(Number);
  if (part === undefined || of === undefined || part < 1 || part > of || of > mostShards)
    throw new PintagError('PT_USAGE', { problem: `"${text}" is no part such as 2/5: the second of five, of at most ${mostShards}.` });
  return { part, of };
}

/**
 * The shards' shares differ by one at most. Neighbours stay together: features of one library share most of what Nx does for them.
 * @param features names, without those that nothing is built for; the same for every shard, in any order
 */
export function shareOf(features: readonly string[], { part, of }: Shard): readonly string[] {
  const sorted = features.toSorted();
  const cut = (shares: number) => Math.floor((sorted.length * shares) / of);
  return sorted.slice(cut(part - 1), cut(part));
}

/**
 * As many shards as there is work for. @param most that there may be
 * @returns what `--shard` takes; none when there is nothing to build
 */
export function shardsFor(features: readonly string[], most: number): readonly string[] {
  const of = Math.min(features.length, most, mostShards);
  return Array.from({ length: of }, (_, index) => `${index + 1}/${of}`);
}
