/** A shared HTTP cache (RFC 9111, RFC 5861) in front of an origin, in memory: it starts empty, as a cache may. */
import CachePolicy from 'http-cache-semantics';
import type { Log } from '../log.ts';
import type { Origin, OriginResponse } from './bucket-origin.ts';
import { createLru } from './lru.ts';

export type Outcome = 'Hit' | 'Miss' | 'RefreshHit';

export type Cached =
  | { readonly kind: 'found'; readonly headers: Readonly<Record<string, string>>; readonly body: CachedBody; readonly outcome: Outcome }
  /** The origin has no such thing, or keeps it from us. */
  | { readonly kind: 'missing' }
  /** The origin failed, and there is nothing stale to give. */
  | { readonly kind: 'failed' };

/** An object of its own, so that what is derived from the bytes can be remembered with them. */
export interface CachedBody {
  readonly bytes: Buffer;
}

export interface EdgeCache {
  get(key: string): Promise<Cached>;
  /** Forgets every key that `matches`; an answer that is on its way meanwhile is given, but not kept. */
  purge(matches: (key: string) => boolean): void;
}

export interface EdgeCacheOptions {
  readonly origin: Origin;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
  /** How long an error is kept, in milliseconds: CloudFront's ErrorCachingMinTTL. */
  readonly errorTtl: number;
  /** Bytes. */
  readonly capacity?: number;
}

/** Bytes that an entry takes besides its body, roughly: without it, asking for what is missing could fill the memory. */
const overhead = 1024;

type Entry =
  | { readonly kind: 'found'; readonly policy: CachePolicy; readonly body: CachedBody }
  | { readonly kind: 'missing' | 'failed'; readonly until: number };
type Found = Extract<Entry, { kind: 'found' }>;

export function createEdgeCache({ origin, now, log, errorTtl, capacity = 256 * 1024 * 1024 }: EdgeCacheOptions): EdgeCache {
  const entries = createLru<Entry>(capacity);
  const underWay = new Map<string, Promise<Cached>>();
  let purges = 0;

  class Policy extends CachePolicy {
    // The library asks itself for the time; this is its one place.
    now(): number {
      return now();
    }
  }
  const policyOf = (key: string, response: OriginResponse): CachePolicy =>
    new Policy(requestFor(key), response, { shared: true, cacheHeuristic: 0, immutableMinTimeToLive: 0 });

  /** Viewers who want the same thing at the same time share one request to the origin. */
  const shared = (key: string, fetch: () => Promise<Cached>): Promise<Cached> => {
    // After a purge nobody may be given what was asked for before it.
    const name = `${purges} ${key}`;
    const running = underWay.get(name) ?? fetch().finally(() => underWay.delete(name));
    underWay.set(name, running);
    return running;
  };

  const load = async (key: string, stale?: Found): Promise<Cached> => {
    const purgesBefore = purges;
    const keep = (entry: Entry): void => {
      if (purges !== purgesBefore) return;
      if (entry.kind !== 'found' || entry.policy.storable())
        entries.set(key, entry, overhead + (entry.kind === 'found' ? entry.body.bytes.byteLength : 0));
      else entries.delete(key);
    };
    const conditions = stale ? conditionsOf(stale.policy.revalidationHeaders(requestFor(key))) : {};
    const response = await ask(key, conditions);

    // Whatever S3 holds against the request (403 for what may not be seen, 400 for a key that is too long), there is no such file.
    if (response.status >= 400 && response.status < 500) {
      keep({ kind: 'missing', until: now() + errorTtl });
      return { kind: 'missing' };
    }
    if (stale && (response.status === 304 || response.status >= 500)) {
      const { policy, modified } = stale.policy.revalidatedPolicy(requestFor(key), response);
      if (!modified) {
        const entry: Entry = { kind: 'found', policy, body: stale.body };
        keep(entry);
        return found(entry, response.status === 304 ? 'RefreshHit' : 'Hit');
      }
    }
    if (response.status !== 200) {
      log({ level: 'error', step: 'local', message: `The bucket answered ${response.status} for ${key}.` });
      keep({ kind: 'failed', until: now() + errorTtl });
      return { kind: 'failed' };
    }
    const entry: Entry = { kind: 'found', policy: policyOf(key, response), body: { bytes: response.body } };
    keep(entry);
    return found(entry, 'Miss');
  };

  const ask = async (key: string, headers: Readonly<Record<string, string>>): Promise<OriginResponse> => {
    try {
      return await origin(key, headers);
    } catch (error) {
      log({ level: 'error', step: 'local', message: `The bucket could not be asked for ${key}: ${String(error)}` });
      return { status: 502, headers: {}, body: Buffer.alloc(0) };
    }
  };

  return {
    async get(key) {
      const entry = entries.get(key);
      if (!entry) return shared(key, () => load(key));
      if (entry.kind !== 'found') return now() < entry.until ? { kind: entry.kind } : shared(key, () => load(key));

      const { response, revalidation } = entry.policy.evaluateRequest(requestFor(key));
      if (!response) return shared(key, () => load(key, entry));
      if (revalidation) void shared(key, () => load(key, entry));
      return found(entry, 'Hit');
    },
    purge(matches) {
      purges++;
      for (const key of entries.keys()) if (matches(key)) entries.delete(key);
    },
  };
}

/** No header of a viewer is part of the key, and none of them may bypass the cache. */
const requestFor = (key: string) => ({ method: 'GET', url: `/${key}`, headers: {} });

function found({ policy, body }: Found, outcome: Outcome): Cached {
  return { kind: 'found', headers: textHeaders(policy.responseHeaders()), body, outcome };
}

const textHeaders = (headers: CachePolicy.Headers): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));

function conditionsOf(headers: CachePolicy.Headers): Record<string, string> {
  const conditions = textHeaders(headers);
  return Object.fromEntries(Object.entries(conditions).filter(([name]) => name === 'if-none-match' || name === 'if-modified-since'));
}
