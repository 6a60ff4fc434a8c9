/**
 * Puts what a pull request changes on the CDN, under a path of its own. Its code is nobody's release: it is neither staged nor claimed, and no byte of
 * it lies where a release, a version or the runtime that versions share would find it.
 */
import {
  type ArtefactStore,
  type BundleFile,
  integrityOf,
  isAccessDenied,
  KeyTaken,
  PintagError,
  type PreviewPlace,
  previewKey,
  previewPrefix,
  previewRuntimeKey,
  previewTag,
  previewUrl,
} from '@pintag/cdn';
import { linkRuntime } from '@pintag/runtime/link-runtime';
import pLimit from 'p-limit';
import type { Log } from '../events/log.ts';
import type { Repository } from '../git/repository.ts';
import type { PlannedRelease } from '../plan/plan.ts';
import { buildFeatures } from '../publish/build-features.ts';
import type { Builder, BuildOutcome, RuntimeBundle } from '../publish/builder.ts';
import type { Link } from '../publish/link.ts';
import { type StandingFile, writeOnce } from '../publish/write-once.ts';
import { failedResult } from '../run/feature-result.ts';
import type { UploadedFeature, UploadedPreview } from './uploaded-preview-schema.ts';

export interface UploadPreviewOptions {
  /** Opened with `purpose: 'preview'` and `merge`. */
  readonly repository: Repository;
  readonly store: ArtefactStore;
  /** Of the CDN. */
  readonly origin: string;
  readonly builder: Builder;
  readonly link: Link;
  readonly log: Log;
  /** Number of the pull request. */
  readonly pr: number;
  /** The commit that the path is called after. Default: what is checked out. */
  readonly sha?: string;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/**
 * Create-only: what a commit's preview has never changes, and asking again gives the same. One feature's failure holds up no other.
 * @throws {PintagError} PT_USAGE for a number or a commit that is none, and what planning finds.
 * @example (await uploadPreview({ repository, store, origin, builder, link: linkElement, log, pr: 7 })).features[0].tag
 */
export async function uploadPreview(options: UploadPreviewOptions): Promise<UploadedPreview> {
  const { repository, builder, log, only, except } = options;
  const { merge } = repository;
  if (!merge) throw new Error('The repository was not opened for a merge.');
  const place = { pr: options.pr, sha: options.sha ?? merge.head };
  const path = `/${previewPrefix(place)}`;
  const plan = await repository.plan({ only, except });
  // Others were merged before, and are not of this pull request.
  const changed = plan.releases.filter(
    ({ promotes, reasons }) => promotes === undefined && reasons.some(({ commit }) => merge.commits.has(commit)),
  );
  const outcomes =
    changed.length > 0
      ? await buildFeatures(
          builder,
          changed.map(({ feature }) => feature),
          repository.root,
        )
      : [];

  const uploadRuntime = onceEach((runtime) => writeRuntime(options.store, place, runtime));
  const limit = pLimit(parallel);
  const features = await Promise.all(
    changed.map((release, index) =>
      limit(async (): Promise<UploadedFeature> => {
        const { feature, element } = release;
        try {
          const done = await upload(options, place, release, outcomes[index]!, uploadRuntime);
          log({ level: 'info', step: 'preview', feature, message: `${feature} can be loaded from ${done.url}.` });
          return { feature, element, ...done };
        } catch (failure) {
          const { reason, code, remedy, page, stack } = failedResult(feature, undefined, failure);
          return { feature, element, status: 'failed', reason, code, remedy, page, stack };
        }
      }),
    ),
  );
  return { schema: 1, ...place, path, features };
}

/** Features at a time: each is in memory, with its copies, while it is uploaded. */
const parallel = 4;

type Uploaded = Required<Pick<UploadedFeature, 'url' | 'integrity' | 'tag'>> & { readonly status: 'uploaded' | 'already-there' };

async function upload(
  { store, origin, link }: UploadPreviewOptions,
  place: PreviewPlace,
  { feature }: PlannedRelease,
  outcome: BuildOutcome,
  uploadRuntime: (runtime: RuntimeBundle) => Promise<unknown>,
): Promise<Uploaded> {
  if ('failure' in outcome) throw outcome.failure;
  const files = await link(outcome.files, { feature, version: place.sha, preview: true });
  // Before what imports it, as the loader comes after all that it loads.
  if (outcome.runtime) {
    await uploadRuntime(outcome.runtime).catch((cause: unknown) => {
      throw cause instanceof KeyTaken ? new PintagError('PT_PREVIEW_TAKEN', { feature, key: cause.key }, { cause }) : cause;
    });
  }
  const entry = await writeFeature(store, place, feature, files);
  const integrity = integrityOf(entry.body);
  return {
    status: entry.written === 'created' ? 'uploaded' : 'already-there',
    url: previewUrl({ origin, place, feature }),
    integrity,
    tag: previewTag({ origin, place, feature, integrity }),
  };
}

const entryFile = 'main.js';

/** @returns the loader as it stands: where it does, everything that it loads does, too. */
async function writeFeature(
  store: ArtefactStore,
  place: PreviewPlace,
  feature: string,
  files: readonly BundleFile[],
): Promise<StandingFile> {
  const keyOf = (path: string) => previewKey(place, feature, path);
  const isEntry = ({ path }: BundleFile) => path === entryFile || path === `${entryFile}.br`;
  let entry: StandingFile | undefined;
  try {
    await writeOnce(
      store,
      files.filter((file) => !isEntry(file)),
      keyOf,
    );
    // The edge answers who takes brotli from the copy alone, so that comes first.
    for (const last of files.filter(isEntry).toSorted((a, b) => b.path.length - a.path.length))
      [entry] = await writeOnce(store, [last], keyOf);
    return entry!;
  } catch (cause) {
    if (!(cause instanceof KeyTaken)) throw cause;
    // To who may not list the bucket, what is missing is forbidden.
    const standing = await store.read(keyOf(entryFile)).catch((failure: unknown) => {
      if (isAccessDenied(failure)) return undefined;
      throw failure;
    });
    if (standing) return { path: entryFile, body: standing.body, written: 'identical' };
    throw new PintagError('PT_PREVIEW_TAKEN', { feature, key: cause.key }, { cause });
  }
}

async function writeRuntime(store: ArtefactStore, place: PreviewPlace, { name, files }: RuntimeBundle): Promise<void> {
  // Its name is the digest of its content, so that only what is no build of ours can be in the way.
  await writeOnce(store, await linkRuntime(files), (path) => previewRuntimeKey(place, name, path));
}

/** Features share a runtime. */
function onceEach(act: (runtime: RuntimeBundle) => Promise<unknown>): (runtime: RuntimeBundle) => Promise<unknown> {
  const known = new Map<string, Promise<unknown>>();
  return (runtime) => {
    const result = known.get(runtime.name) ?? act(runtime);
    known.set(runtime.name, result);
    return result;
  };
}
