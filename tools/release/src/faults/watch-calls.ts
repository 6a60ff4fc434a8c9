/** Stands between a release and everything outside, and sees every call that leaves. */
import type { ArtefactStore } from '@pintag/cdn';
import type { ReleaseTools } from '../release-tools.ts';

export interface ExternalCall {
  /** `store.create elements/_records/calendar/1.0.0.json`, `repository.push`. */
  readonly name: string;
  /** Which one of that name it is, from 1. */
  readonly occurrence: number;
}

export interface CallHooks {
  /** What it throws, the caller gets, and the call is not made. */
  readonly before?: (call: ExternalCall) => void | Promise<void>;
  /** What it throws, the caller gets, though the call was made. */
  readonly after?: (call: ExternalCall) => void | Promise<void>;
}

/** The same tools; each of their calls is announced to `hooks`. */
export function watchCalls(tools: ReleaseTools, { before, after }: CallHooks): ReleaseTools {
  const seen = new Map<string, number>();
  const watched = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    await before?.({ name, occurrence });
    const result = await act();
    await after?.({ name, occurrence });
    return result;
  };

  const { store, edge, repository, builder, announcer } = tools;
  const list: ArtefactStore['list'] = async function* (prefix) {
    yield* await watched(`store.list ${prefix}`, () => Array.fromAsync(store.list(prefix)));
  };
  return {
    ...tools,
    store: {
      create: (key, object) => watched(`store.create ${key}`, () => store.create(key, object)),
      compareAndSet: (key, object, etag) => watched(`store.compareAndSet ${key}`, () => store.compareAndSet(key, object, etag)),
      read: (key) => watched(`store.read ${key}`, () => store.read(key)),
      list,
    },
    edge: {
      origin: edge.origin,
      fetch: (path) => watched(`edge.fetch ${path}`, () => edge.fetch(path)),
      invalidate: (paths, reference) => watched('edge.invalidate', () => edge.invalidate(paths, reference)),
    },
    repository: {
      root: repository.root,
      commit: repository.commit,
      branch: repository.branch,
      run: repository.run,
      tags: () => watched('repository.tags', () => repository.tags()),
      fetch: () => watched('repository.fetch', () => repository.fetch()),
      plan: (options) => watched('repository.plan', () => repository.plan(options)),
      checkPushRight: () => watched('repository.checkPushRight', () => repository.checkPushRight()),
      push: (releases) => watched('repository.push', () => repository.push(releases)),
      checkout: (commit) => watched('repository.checkout', () => repository.checkout(commit)),
      close: () => repository.close(),
    },
    builder: { build: (features, root) => watched(`builder.build ${features.join()}`, () => builder.build(features, root)) },
    announcer: {
      announce: (announcement) => watched(`announcer.announce ${announcement.tag.tag}`, () => announcer.announce(announcement)),
    },
  };
}
