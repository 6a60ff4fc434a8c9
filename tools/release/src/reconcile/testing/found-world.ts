/** Real git with its remote, and a store, in which both features have 1.0.0: where each found state begins. */
import { type KeyValues, PintagError, revertChannel, setChannel } from '@pintag/cdn';
import { createMemoryEdge, createMemoryKeyValues, type MemoryEdge } from '@pintag/cdn/testing';
import { execa } from 'execa';
import { silentAnnouncer } from '../../announce/announcer.ts';
import type { BranchSpec } from '../../git/release-branches.ts';
import type { Repository } from '../../git/repository.ts';
import { createTestRemote, testEnv, type TestClone, type TestRemote } from '../../git/testing/test-remote.ts';
import type { LogEvent } from '../../events/log.ts';
import type { Builder } from '../../publish/builder.ts';
import { type ReleaseOptions, type ReleaseResult, release } from '../../run/release.ts';
import type { ReleaseTools } from '../../run/release-tools.ts';
import { createOwnedStore, type OwnedStore, type StoreContents } from '../../testing/owned-store.ts';
import { smallRuntime } from '../../testing/small-runtime.ts';
import { bundleOf, contentsOf, fakeLink, now } from '../../testing/test-release.ts';
import { repairChannels } from '../channels/repair-channels.ts';
import { type Inspection, inspect } from '../inspect.ts';
import { type ReconcileOptions, type ReconcileResult, reconcile } from '../reconcile.ts';

export interface FoundWorld {
  readonly remote: TestRemote & { readonly first: TestClone };
  readonly clone: TestClone;
  readonly store: OwnedStore;
  readonly edge: MemoryEdge;
  /** What the edge redirects by, however it is configured. */
  readonly keyValues: KeyValues;
  /** `forgotten`: no key-value store is configured. `closed`: it cannot be read. */
  keyValueStore: 'there' | 'forgotten' | 'closed';
  readonly told: LogEvent[];
  /** What a build of a commit gives; a found state may change it. */
  builds: (feature: string, commit: string) => ReturnType<typeof bundleOf>;
  /** Features that were built, oldest first. */
  readonly built: string[];
  /** Release branches. */
  branches: readonly BranchSpec[];
  commit(message: string, feature?: string): Promise<string>;
  check(): Promise<Inspection>;
  reconcile(asked?: Pick<ReconcileOptions, 'adopt' | 'restore' | 'rebuild'>): Promise<ReconcileResult>;
  release(asked?: Pick<ReleaseOptions, 'only' | 'dryRun'>): Promise<ReleaseResult>;
  /** Does what a remedy says: a `pintag` or `git` command, as it stands between backticks. */
  follow(command: string): Promise<void>;
  /** Tags of the remote, notes without what depends on the run, and the store. */
  state(): Promise<Readonly<Record<string, string>>>;
}

let first: Promise<StoreContents> | undefined;

export async function createFoundWorld(): Promise<FoundWorld> {
  const remote = await createTestRemote();
  const clone = remote.first;
  const store = createOwnedStore();
  const edge = createMemoryEdge({ store });
  const keyValues = createMemoryKeyValues();
  const told: LogEvent[] = [];
  const built: string[] = [];

  const world: FoundWorld = {
    remote,
    clone,
    store,
    edge,
    keyValues,
    keyValueStore: 'there',
    told,
    built,
    builds: bundleOf,
    branches: ['main'],
    async commit(message, feature = 'calendar') {
      const hash = await clone.commit(message, { [`libs/${feature}/src/${Buffer.from(message).toString('hex')}.ts`]: 'export {};\n' });
      await clone.push(await clone.git('branch', '--show-current'));
      return hash;
    },
    check: () => withTools(inspect),
    reconcile: (asked = {}) => withTools((tools) => reconcile({ ...tools, ...asked })),
    release: (asked = {}) => withTools((tools) => release({ ...tools, ...asked })),
    async follow(command) {
      if (command.includes(' && ')) {
        for (const part of command.split(' && ')) await world.follow(part);
        return;
      }
      const [program, ...args] = words(command);
      if (program === 'git') return void (await execa('git', args, { cwd: clone.root, env: testEnv, extendEnv: false }));
      if (program !== 'pintag') throw new Error(`Nobody here can run ${command}.`);
      const values = (name: string) => args.filter((_, position) => args[position - 1] === name);
      if (args[0] === 'channel') return moveChannel(args.slice(1));
      if (args[0] === 'release') return void (await world.release());
      await world.reconcile({ adopt: values('--adopt'), restore: values('--restore'), rebuild: args.includes('--rebuild') });
    },
    async state() {
      const state: Record<string, string> = await contentsOf(store);
      for (const [key, value] of (await keyValues.list()).values) state[`edge: ${key}`] = value;
      for (const [name, object] of Object.entries(await remote.refs())) {
        if (name.startsWith('refs/tags/')) state[name] = object;
        if (!name.startsWith('refs/notes/')) continue;
        const [, , blob, commit] = (await remote.git('ls-tree', '-r', name)).split(/\s/);
        state[name] = `${commit}: ${await remote.git('cat-file', 'blob', blob!)}`;
      }
      return state;
    },
  };

  // Opened once for each commit and list of branches; every command fetches.
  let opened: { readonly commit: string; readonly branches: readonly BranchSpec[]; readonly repository: Repository } | undefined;
  async function openNow(): Promise<Repository> {
    const { branches } = world;
    const commit = await clone.git('rev-parse', 'HEAD');
    if (opened?.commit === commit && opened.branches === branches) await opened.repository.fetch();
    else opened = { commit, branches, repository: await clone.open({ branches }) };
    return opened.repository;
  }

  async function moveChannel([what, channel = '', target = '']: readonly string[]): Promise<void> {
    const [feature = '', version = ''] = target.split('@');
    if (what === 'repair') return void (await repairChannels({ store, keyValues, log: () => {}, isPublished: async () => true }));
    const facts = { feature, channel, at: now().toISOString(), by: 'somebody' };
    if (what === 'revert') await revertChannel({ store, keyValues }, facts);
    else await setChannel({ store, keyValues }, { ...facts, version, force: false });
  }

  async function withTools<T>(use: (tools: ReleaseTools) => Promise<T>): Promise<T> {
    const repository = await openNow();
    const builder: Builder = {
      build: async (features, root) => {
        built.push(...features);
        // Of a rebuild the folder is named for the commit.
        const commit = root === clone.root ? repository.commit : root.split('/').at(-1)!.slice(0, 40);
        return features.map((feature) => ({ feature, files: world.builds(feature, commit), runtime: smallRuntime }));
      },
    };
    return use({
      repository,
      store,
      edge,
      ...(world.keyValueStore !== 'forgotten' && { keyValues: world.keyValueStore === 'there' ? keyValues : closed(keyValues) }),
      builder,
      link: fakeLink,
      announcer: silentAnnouncer,
      clock: now,
      log: (event) => told.push(event),
      verifyPauses: [],
    });
  }

  // The tags of the remote carry a run's notes, so that the first run finishes them; it is the same remote every time.
  first ??= world.reconcile().then(() => store.contents());
  await store.restore(await first);
  told.length = 0;
  built.length = 0;
  return world;
}

const closed = (keyValues: KeyValues): KeyValues => {
  const refuse = async () => {
    throw new PintagError('PT_KEY_VALUES_FAILED', { what: 'ListKeys', store: keyValues.name, why: 'AccessDeniedException' });
  };
  return { name: keyValues.name, read: refuse, list: refuse, update: refuse };
};

/** As a shell splits them, as far as remedies need it. */
const words = (command: string): string[] =>
  [...command.matchAll(/'(?<quoted>[^']*)'|(?<plain>[^\s']+)/g)].reduce<string[]>((split, { 0: text, index, groups }) => {
    const part = groups?.['quoted'] ?? groups?.['plain'] ?? text;
    const joins = index > 0 && !/\s/.test(command.charAt(index - 1));
    return joins ? [...split.slice(0, -1), `${split.at(-1)}${part}`] : [...split, part];
  }, []);
