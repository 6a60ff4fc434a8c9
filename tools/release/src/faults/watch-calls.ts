/** Stands between a release and everything outside, and sees every call that leaves. */
import type { ArtefactStore } from '@pintag/cdn';
import type { Git } from '../git/git.ts';
import type { Repository } from '../git/repository.ts';
import type { ReleaseTools } from '../run/release-tools.ts';

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

/** Makes a call under a name. One watch counts for everything that is watched with it. */
export type Watch = <T>(name: string, act: () => Promise<T>) => Promise<T>;

export function createWatch({ before, after }: CallHooks): Watch {
  const seen = new Map<string, number>();
  return async (name, act) => {
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    await before?.({ name, occurrence });
    // A refusal is an answer, too.
    const [outcome] = await Promise.allSettled([act()]);
    await after?.({ name, occurrence });
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
}

/** git's calls to the remote; the others stay on this machine. */
export const watchGit = (git: Git, watched: Watch): Git => ({
  run: (args, options) => (options.contact ? watched(`git.${options.contact}`, () => git.run(args, options)) : git.run(args, options)),
  stream: (args, options) => git.stream(args, options),
});

/** Store, edge, builder and announcer, watched; a repository watches its own git. */
export function watchTools<T extends Omit<ReleaseTools, 'repository'>>(tools: T, watched: Watch): T {
  const { store, edge, builder, announcer } = tools;
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
      fetch: (path, request) => watched(`edge.fetch ${path}`, () => edge.fetch(path, request)),
      invalidate: (paths, reference) => watched('edge.invalidate', () => edge.invalidate(paths, reference)),
    },
    ...(builder && {
      builder: { build: (features, root) => watched(`builder.build ${features.join()}`, () => builder.build(features, root)) },
    }),
    announcer: {
      announce: (announcement) => watched(`announcer.announce ${announcement.tag.tag}`, () => announcer.announce(announcement)),
    },
  };
}

/** For a repository without git below it. */
export const watchRepository = (repository: Repository, watched: Watch): Repository => ({
  // Absent says that the checkout cannot change, so it stays absent.
  ...(repository.assertUnchanged && {
    assertUnchanged: () => watched('repository.assertUnchanged', async () => repository.assertUnchanged?.()),
  }),
  root: repository.root,
  commit: repository.commit,
  branch: repository.branch,
  ...(repository.remote !== undefined && { remote: repository.remote }),
  run: repository.run,
  features: () => repository.features(),
  tags: () => watched('repository.tags', () => repository.tags()),
  channels: (tags) => watched('repository.channels', () => repository.channels(tags)),
  fetch: () => watched('repository.fetch', () => repository.fetch()),
  plan: (options) => watched('repository.plan', () => repository.plan(options)),
  explain: (feature) => repository.explain(feature),
  story: (tag) => repository.story(tag),
  checkPushRight: () => watched('repository.checkPushRight', () => repository.checkPushRight()),
  push: (releases) => watched('repository.push', () => repository.push(releases)),
  noteProblems: () => watched('repository.noteProblems', () => repository.noteProblems()),
  restore: (refs) => watched('repository.restore', () => repository.restore(refs)),
  checkout: (commit) => watched('repository.checkout', () => repository.checkout(commit)),
  close: () => repository.close(),
});
