/** A release on store, edge and git in memory, with bundles of three files and a link step of a few lines. */
import { brotliCompressSync } from 'node:zlib';
import { type ArtefactStore, type BundleFile, type Edge, runtimePath } from '@pintag/cdn';
import { type MemoryEdge, createMemoryEdge, createMemoryStore } from '@pintag/cdn/testing';
import { runtimeNeedOf } from '@pintag/runtime/runtime-need';
import { silentAnnouncer } from '../announce/announcer.ts';
import type { Repository } from '../git/repository.ts';
import type { Builder, RuntimeBundle } from '../publish/builder.ts';
import type { Link } from '../publish/link.ts';
import type { ReleaseTools } from '../run/release-tools.ts';
import { type FakeRemote, createFakeRemote } from './fake-remote.ts';
import { importOf, needOf, smallRuntime } from './small-runtime.ts';

/** The bytes depend on feature, checkout and runtime alone. @param runtime default: the one that all features share; `null`: none */
export const bundleOf = (feature: string, root: string, runtime: RuntimeBundle | null = smallRuntime): readonly BundleFile[] => {
  const text = {
    'element.json': JSON.stringify({ feature, ...(runtime && { runtime: needOf(runtime) }) }),
    'element-1.js': `${runtime ? importOf(runtime, 'angular.js') : ''}export const of='${feature}@${root}'`,
    'chunk-2.js': runtime ? importOf(runtime, 'forms.js') : 'export {}',
  };
  return Object.entries(text).map(([path, body]) => ({ path, body: Buffer.from(body) }));
};

export const createFakeBuilder = (failing: ReadonlySet<string> = new Set()): Builder & { readonly built: string[] } => {
  const built: string[] = [];
  return {
    built,
    async build(features, root) {
      built.push(...features);
      return features.map((feature) =>
        failing.has(feature)
          ? { feature, failure: new Error(`${feature} does not compile`) }
          : { feature, files: bundleOf(feature, root), runtime: smallRuntime },
      );
    },
  };
};

/** Adds a loader that knows its version, a manifest that names the runtime's files, and `.br` files, as the real one does. */
export const fakeLink: Link = async (bundle, { feature, version }) => {
  const loader = { path: 'main.js', body: Buffer.from(`/* ${feature} ${version} */`) };
  const runtime = runtimeNeedOf(feature, bundle);
  const manifest = { files: (runtime?.files ?? []).map((file) => ({ ...file, path: runtimePath(runtime!.name, file.path) })) };
  const files = [
    loader,
    { path: 'manifest.json', body: Buffer.from(JSON.stringify(manifest)) },
    ...bundle.filter(({ path }) => path !== 'element.json'),
  ];
  return files.flatMap((file) => [file, { path: `${file.path}.br`, body: brotliCompressSync(file.body) }]);
};

export interface TestRelease {
  readonly remote: FakeRemote;
  readonly store: ArtefactStore;
  readonly edge: MemoryEdge;
  readonly builder: ReturnType<typeof createFakeBuilder>;
  /** The tools of a run on a fresh checkout of the remote's newest commit. */
  tools(overrides?: Partial<ReleaseTools>): ReleaseTools;
}

export const now = (): Date => new Date('2026-11-22T08:00:00Z');

/** One commit touches all features. */
export function createTestRelease(features: readonly string[] = ['calendar', 'questionnaire'], failing?: ReadonlySet<string>): TestRelease {
  const remote = createFakeRemote(features);
  remote.commit(...features);
  const store = createMemoryStore();
  const edge = createMemoryEdge({ store });
  const builder = createFakeBuilder(failing);
  let runs = 0;
  const open = (): Repository => remote.open({ run: `run-${++runs}` });
  return {
    remote,
    store,
    edge,
    builder,
    tools: ({ repository = open(), ...overrides } = {}) => ({
      repository,
      store,
      edge: edge satisfies Edge,
      builder,
      link: fakeLink,
      announcer: silentAnnouncer,
      clock: now,
      log: () => {},
      ...overrides,
    }),
  };
}

/** Every key with its bytes; of receipts only what does not depend on the run. */
export async function contentsOf(store: ArtefactStore): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for await (const key of store.list('')) {
    const text = Buffer.from((await store.read(key))!.body).toString('latin1');
    contents[key] = key.startsWith('_receipts/') ? text.replace(/"(run|begunAt|finishedAt)": "[^"]*"/g, '"$1": …') : text;
  }
  return contents;
}
