/** How long CloudFront may keep what lies under one behaviour, from the table of cache policies. */
import { cachePolicies, type CachePolicy } from '@pintag/cdn';

export interface Lifetimes {
  /** Seconds. Objects say themselves how long they may be kept; this is for one that does not. */
  readonly default: number;
  /** Seconds. No object is kept longer, whatever it says. */
  readonly max: number;
}

/** @throws {Error} none of the rows says how long. */
export function lifetimesOf(rows: readonly CachePolicy['name'][]): Lifetimes {
  const seconds = cachePolicies.filter(({ name }) => rows.includes(name)).map(({ cacheControl }) => sharedLifetime(cacheControl));
  if (seconds.length === 0) throw new Error(`No cache policy is called ${rows.join(' or ')}.`);
  return { default: Math.min(...seconds), max: Math.max(...seconds) };
}

/** For a shared cache `s-maxage` counts before `max-age`. */
function sharedLifetime(cacheControl: string): number {
  const value = /\bs-maxage=(\d+)/.exec(cacheControl) ?? /\bmax-age=(\d+)/.exec(cacheControl);
  if (!value) throw new Error(`"${cacheControl}" names no time.`);
  return Number(value[1]);
}
