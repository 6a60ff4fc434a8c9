/** A version that a host page is to load, or a channel: its tag, what may be loaded early, and the versions that its page may be rolled back to. */
import {
  artefactKey,
  channelPath,
  channelTag,
  coveredVersions,
  isShared,
  type LoadableVersion,
  type NeededFiles,
  PintagError,
  scriptTag,
} from '@pintag/cdn';
import { integrityMapTexts } from '@pintag/runtime/integrity-map';
import type { Manifest } from '@pintag/runtime';
import { type Published, rowOf } from '../published.ts';

export interface TaggedVersion {
  readonly feature: string;
  readonly version: string;
  readonly element: string;
  readonly tag: string;
  /** The tag names this channel; then `version` is the one that it points to now. */
  readonly channel?: string;
  /** The version and the releases before it that the tag's integrity accepts; empty for a bare tag. */
  readonly covers: readonly string[];
}

/**
 * @param options.integrity `false`: a bare tag.
 * @throws {PintagError} PT_FEATURE_UNKNOWN, PT_VERSION_UNKNOWN
 */
export async function tagVersion(
  published: Published,
  target: { readonly feature: string; readonly version?: string },
  { integrity }: { readonly integrity: boolean },
): Promise<TaggedVersion> {
  const list = await published.versions(target.feature);
  const { version, entry } = rowOf(list, target.version);
  const { feature, element } = list;
  const covered = integrity ? coveredVersions(list, version) : [];
  const tag = scriptTag({ origin: published.origin, feature, version, entry, integrities: covered.map((one) => one.integrity) });
  return { feature, version, element, tag, covers: covered.map((one) => one.version) };
}

/**
 * @returns the tag of a channel, which has no integrity: nobody knows what it will load.
 * @throws {PintagError} PT_FEATURE_UNKNOWN, PT_CHANNEL_UNSET
 */
export async function tagChannel(
  published: Published,
  { feature, channel }: { readonly feature: string; readonly channel: string },
): Promise<TaggedVersion> {
  const { element } = await published.versions(feature);
  const path = channelPath(channel, feature);
  const { status, headers } = await published.edge.fetch(`/${path}`);
  if (status === 404) throw new PintagError('PT_CHANNEL_UNSET', { channel, feature, set: [] });
  const version = /\/elements\/v(?<version>[^/]+)\/[^/]+\/main\.js$/.exec(headers['location'] ?? '')?.groups?.['version'];
  if (status !== 307 || version === undefined) throw new PintagError('PT_EDGE_ANSWER', { url: `${published.origin}/${path}`, status });
  const tag = channelTag({ origin: published.origin, feature, channel });
  return { feature, version, element, tag, channel, covers: [] };
}

/** What the loader of a version will ask for before its element shows anything. */
export async function neededFiles(
  published: Published,
  { feature, version }: Pick<TaggedVersion, 'feature' | 'version'>,
): Promise<NeededFiles> {
  const { static: closure, files } = await published.manifest(feature, version);
  return { folder: folderOf(published, feature, version), static: closure, files };
}

/** What a policy has to allow for a page that loads the version, or one that it may be rolled back to by editing the URL. */
export async function loadableVersions(published: Published, { feature, version, covers }: TaggedVersion): Promise<LoadableVersion[]> {
  const versions = covers.length ? covers : [version];
  return Promise.all(
    versions.map(async (one) => {
      const manifest = await published.manifest(feature, one);
      const folder = folderOf(published, feature, one);
      return { folder, runtimes: runtimesOf(manifest, folder), importMaps: integrityMapTexts(manifest, folder) };
    }),
  );
}

const folderOf = ({ origin }: Published, feature: string, version: string): string =>
  new URL('.', `${origin}/${artefactKey(feature, version, 'main.js')}`).href;

const runtimesOf = (manifest: Manifest, folder: string): string[] => [
  ...new Set(manifest.files.filter(({ path }) => isShared(path)).map(({ path }) => new URL('.', new URL(path, folder)).href)),
];
