/** Decides, once and for all runs, which bytes a version stands for. */
import {
  type ArtefactStore,
  type BundleFile,
  type Claim,
  KeyTaken,
  PintagError,
  claimKey,
  digestOf,
  jsonObject,
  linkedBundleKey,
  packBundle,
  parseClaim,
  unpackBundle,
} from '@pintag/cdn';
import { runtimeNeedOf } from '@pintag/runtime/runtime-need';
import type { ReleaseTag } from '../git/repository.ts';
import type { Log } from '../events/log.ts';
import type { Link } from './link.ts';
import { linkBundle } from './link-bundle.ts';
import { RuntimeLost } from './runtime/find-runtime.ts';
import { contentFor } from './stored-content.ts';
import { Unfinishable } from './unfinishable.ts';

export interface ClaimOptions {
  readonly store: ArtefactStore;
  readonly link: Link;
  readonly tag: ReleaseTag;
  /** Version-less; asked only when the claim's own linked bundle cannot be had. */
  readonly bundle: () => Promise<readonly BundleFile[]>;
  /** The same, built from the tagged commit whatever is staged: asked when `bundle` cannot be linked. Default: there is no other bundle. */
  readonly rebuild?: () => Promise<readonly BundleFile[]>;
  /** When it returns, the runtime of this name can be imported. @throws {RuntimeLost} */
  readonly publishRuntime: (name: string) => Promise<unknown>;
  readonly log: Log;
}

/** A version and its bytes: whoever finishes it, these are published. */
export interface ClaimedVersion {
  readonly claim: Claim;
  readonly files: readonly BundleFile[];
}

/**
 * The linked bundle is stored, and the runtime that it needs is published, before the claim that names them, so that a claim can always be
 * finished. When it returns, the runtime is published.
 * @throws {Unfinishable}
 */
export async function claimVersion(options: ClaimOptions): Promise<ClaimedVersion> {
  const { store, tag } = options;
  const standing = await readClaim(store, tag);
  if (standing) return resume(standing, options);

  const linked = await linkAndKeep(options);
  const claim = claimFor(tag, linked.digest, linked.runtime);
  const key = claimKey(tag.feature, tag.version);
  try {
    await store.create(key, jsonObject(key, claim));
    return { claim, files: linked.files };
  } catch (error) {
    // Another run was faster: what it claimed is what the version is.
    const winner = error instanceof KeyTaken ? await readClaim(store, tag) : undefined;
    if (!winner) throw error;
    return winner.digest === claim.digest ? { claim: winner, files: linked.files } : resume(winner, options);
  }
}

async function resume(claim: Claim, options: ClaimOptions): Promise<ClaimedVersion> {
  const { store, tag, publishRuntime } = options;
  if (claim.commit !== tag.commit)
    throw new Unfinishable(claim, `it was claimed for commit ${claim.commit.slice(0, 8)}, and the tag names ${tag.commit.slice(0, 8)}`);

  if (claim.runtime !== undefined) {
    await publishRuntime(claim.runtime).catch((error: unknown) => {
      throw error instanceof RuntimeLost ? new Unfinishable(claim, error.message, { cause: error }) : error;
    });
  }
  const stored = await store.read(linkedBundleKey(claim.digest));
  if (stored && digestOf(stored.body) === claim.digest) return { claim, files: await unpackBundle(stored.body) };

  const again = await linkAndKeep(options, claim);
  if (again.digest === claim.digest) return { claim, files: again.files };
  throw new Unfinishable(claim, 'the bundle it was claimed for is gone, and building it again gives other bytes');
}

interface LinkedBundle {
  readonly files: readonly BundleFile[];
  /** Name of the runtime that they import; it is published. */
  readonly runtime?: string;
}

async function linkAndKeep(options: ClaimOptions, standing?: Claim): Promise<LinkedBundle & { readonly digest: string }> {
  const { store, tag, log } = options;
  const { feature, version } = tag;
  const linked = await linkSomehow(options, standing);
  const { files } = linked;
  const tar = await packBundle(files);
  const digest = digestOf(tar);
  const key = linkedBundleKey(digest);
  try {
    await store.create(key, contentFor(key, tar));
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error;
    // The key is the digest of the bytes, so whatever stands there is damaged; this run has the right ones in hand.
    log({ level: 'warn', step: 'publish', feature, version, message: `${key} is damaged; going on with a bundle linked anew.` });
  }
  return { ...linked, digest };
}

/** Whoever made the tag made it for a bundle; when that is none that can be published, its commit may still give a better one. */
async function linkSomehow(options: ClaimOptions, standing?: Claim): Promise<LinkedBundle> {
  const { tag, bundle, rebuild, log } = options;
  const { feature, version } = tag;
  const found = await bundle();
  const first = await tryBundle(options, found);
  if (!('refused' in first)) return first;

  // No linked bundle, so no digest of one: the bytes that cannot be linked stand for it.
  const givenUp = async (cause: Error) => {
    const why = cause instanceof RuntimeLost ? cause.message : `its bundle cannot be linked: ${cause.message}`;
    return new Unfinishable(standing ?? claimFor(tag, digestOf(await packBundle(found))), why, { cause });
  };
  if (!rebuild) throw await givenUp(first.refused);

  const message = `The bundle of ${feature} ${version} cannot be linked, so its commit is built again: ${first.refused.message}`;
  log({ level: 'warn', step: 'publish', feature, version, message });
  const built = await rebuild().catch(async (error: unknown) => {
    // A remote, store or disk that fails today may not tomorrow; only what follows from the commit is for ever.
    throw error instanceof PintagError && !passing.has(error.code) ? await givenUp(error) : error;
  });
  const second = await tryBundle(options, built);
  if ('refused' in second) throw await givenUp(second.refused);
  return second;
}

/** Links it, and has the runtime published that it needs; what a runtime's own publication fails by says nothing against the bundle. */
async function tryBundle(
  { link, tag: { feature, version }, publishRuntime }: ClaimOptions,
  bundle: readonly BundleFile[],
): Promise<LinkedBundle | { readonly refused: Error }> {
  let linked: LinkedBundle;
  try {
    const runtime = runtimeNeedOf(feature, bundle)?.name;
    linked = { files: await linkBundle(link, bundle, { feature, version }), ...(runtime !== undefined && { runtime }) };
  } catch (error) {
    if (error instanceof PintagError) return { refused: error };
    throw error;
  }
  try {
    if (linked.runtime !== undefined) await publishRuntime(linked.runtime);
    return linked;
  } catch (error) {
    if (error instanceof RuntimeLost) return { refused: error };
    throw error;
  }
}

const passing: ReadonlySet<string> = new Set([
  'PT_STORE_FAILED',
  'PT_GIT_STUCK',
  'PT_REMOTE_UNREACHABLE',
  'PT_RUN_FOLDER',
  'PT_NOT_STAGED',
]);

/** A claim that cannot be read is somebody else's object in the way: its bytes stand for the digest. */
async function readClaim(store: ArtefactStore, tag: ReleaseTag): Promise<Claim | undefined> {
  const key = claimKey(tag.feature, tag.version);
  const stored = await store.read(key);
  if (!stored) return undefined;
  try {
    return parseClaim(stored.body, key);
  } catch (cause) {
    throw new Unfinishable(claimFor(tag, digestOf(stored.body)), `${key} holds something that is no claim`, { cause });
  }
}

const claimFor = ({ feature, version, commit, committedAt }: ReleaseTag, digest: string, runtime?: string): Claim => ({
  schema: 1,
  feature,
  version,
  commit,
  committedAt,
  digest,
  ...(runtime !== undefined && { runtime }),
});
