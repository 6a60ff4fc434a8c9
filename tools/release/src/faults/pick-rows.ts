/** Which rows of the table are walked: those that somebody names, or some of them by chance that can be had again. */
import { type FaultRow, inWords } from './fault-table.ts';

export interface Pick {
  /** Part of a row's name. */
  readonly only?: string;
  /** So many of them; default: all. */
  readonly sample?: number;
  /** What the sample depends on. */
  readonly seed: number;
}

export function pickRows(rows: readonly FaultRow[], { only, sample, seed }: Pick): readonly FaultRow[] {
  const named = only === undefined ? rows : rows.filter((row) => inWords(row).includes(only));
  return sample === undefined ? named : sampleOf(named, sample, seed);
}

/** In their order in the table. */
function sampleOf<T>(rows: readonly T[], size: number, seed: number): readonly T[] {
  const next = generator(seed);
  const order = rows.map((_, at) => ({ at, chance: next() })).sort((a, b) => a.chance - b.chance);
  const chosen = new Set(order.slice(0, size).map(({ at }) => at));
  return rows.filter((_, at) => chosen.has(at));
}

/** mulberry32: numbers from 0 to 1 that follow from the seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
