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
import type { ReleaseTag } from '../git/repository.ts';
import type { Log } from '../log.ts';
import type { Link } from './link.ts';
import { linkBundle } from './link-bundle.ts';
import { contentFor } from './stored-content.ts';

export interface ClaimOptions {
  readonly store: ArtefactStore;
  readonly link: Link;
  readonly tag: ReleaseTag;
  /** Version-less; asked only when the claim's own linked bundle cannot be had. */
  readonly bundle: () => Promise<readonly BundleFile[]>;
  /** The same, built from the tagged commit whatever is staged: asked when `bundle` cannot be linked. Default: there is no other bundle. */
  readonly rebuild?: () => Promise<readonly BundleFile[]>;
  readonly log: Log;
}

/** A version and its bytes: whoever finishes it, these are published. */
export interface ClaimedVersion {
  readonly claim: Claim;
  readonly files: readonly BundleFile[];
}

/** The version can never be finished, whoever tries: it has to be abandoned. The message says why. */
export class Unfinishable extends Error {
  override readonly name = 'Unfinishable';
  readonly claim: Claim;

  constructor(claim: Claim, why: string, options?: ErrorOptions) {
    super(why, options);
    this.claim = claim;
  }
}

/**
 * The linked bundle is stored before the claim that names it, so that a claim can always be finished.
 * @throws {Unfinishable}
 */
export async function claimVersion(options: ClaimOptions): Promise<ClaimedVersion> {
  const { store, tag } = options;
  const standing = await readClaim(store, tag);
  if (standing) return resume(standing, options);

  const linked = await linkAndKeep(options);
  const claim = claimFor(tag, linked.digest);
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
  const { store, tag } = options;
  if (claim.commit !== tag.commit)
    throw new Unfinishable(claim, `it was claimed for commit ${claim.commit.slice(0, 8)}, and the tag names ${tag.commit.slice(0, 8)}`);

  const stored = await store.read(linkedBundleKey(claim.digest));
  if (stored && digestOf(stored.body) === claim.digest) return { claim, files: await unpackBundle(stored.body) };

  const again = await linkAndKeep(options, claim);
  if (again.digest === claim.digest) return { claim, files: again.files };
  throw new Unfinishable(claim, 'the bundle it was claimed for is gone, and building it again gives other bytes');
}

async function linkAndKeep(
  options: ClaimOptions,
  standing?: Claim,
): Promise<{ readonly files: readonly BundleFile[]; readonly digest: string }> {
  const { store, tag, log } = options;
  const { feature, version } = tag;
  const files = await linkSomehow(options, standing);
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
  return { files, digest };
}

/** Whoever made the tag made it for a bundle; when that is none that can be linked, its commit may still give a better one. */
async function linkSomehow({ link, tag, bundle, rebuild, log }: ClaimOptions, standing?: Claim): Promise<readonly BundleFile[]> {
  const { feature, version } = tag;
  const found = await bundle();
  try {
    return await linkBundle(link, found, { feature, version });
  } catch (unlinkable) {
    if (!(unlinkable instanceof PintagError)) throw unlinkable;
    // No linked bundle, so no digest of one: the bytes that cannot be linked stand for it.
    const givenUp = async (cause: PintagError) =>
      new Unfinishable(standing ?? claimFor(tag, digestOf(await packBundle(found))), `its bundle cannot be linked: ${cause.message}`, {
        cause,
      });
    if (!rebuild) throw await givenUp(unlinkable);

    const message = `The bundle of ${feature} ${version} cannot be linked, so its commit is built again: ${unlinkable.message}`;
    log({ level: 'warn', step: 'publish', feature, version, message });
    try {
      return await linkBundle(link, await rebuild(), { feature, version });
    } catch (error) {
      // A remote, store or disk that fails today may not tomorrow; only what follows from the commit is for ever.
      throw error instanceof PintagError && !passing.has(error.code) ? await givenUp(error) : error;
    }
  }
}

const passing: ReadonlySet<string> = new Set(['PT_STORE_FAILED', 'PT_GIT_STUCK', 'PT_REMOTE_UNREACHABLE', 'PT_RUN_FOLDER']);

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

const claimFor = ({ feature, version, commit, committedAt }: ReleaseTag, digest: string): Claim => ({
  schema: 1,
  feature,
  version,
  commit,
  committedAt,
  digest,
});
