/** What there is to say about a version that was just published: its record, its script tag, what it weighs. From the store, where an edge may be behind. */
import {
  type ArtefactStore,
  artefactKey,
  coveredVersions,
  parseRecord,
  parseVersionList,
  recordKey,
  type ReleaseRecord,
  scriptTag,
  versionsKey,
} from '@pintag/cdn';
import { measure, parseLoadOrder } from '../preview/measure.ts';
import type { Sizes } from '../preview/preview-schema.ts';

export interface VersionFacts {
  readonly record: ReleaseRecord;
  /** As `pintag tag` prints it; a bare one while no list names the version. */
  readonly tag: string;
  /** The version and the releases before it that the tag's integrity accepts. */
  readonly covers: readonly string[];
  /** Absent: the version has no manifest that can be read. */
  readonly sizes?: Sizes;
}

/**
 * @param origin of the CDN
 * @returns `undefined` when the version has no record, or was abandoned
 * @throws {PintagError} PT_STORE_FAILED, PT_STORED_INVALID
 */
export async function describeVersion(
  store: ArtefactStore,
  origin: string,
  { feature, version }: { readonly feature: string; readonly version: string },
): Promise<VersionFacts | undefined> {
  const keys = {
    record: recordKey(feature, version),
    list: versionsKey(feature),
    manifest: artefactKey(feature, version, 'manifest.json'),
  };
  const [recorded, listed, manifest] = await Promise.all([store.read(keys.record), store.read(keys.list), store.read(keys.manifest)]);
  const record = recorded && parseRecord(recorded.body, keys.record);
  if (record?.status !== 'released') return undefined;

  const list = listed && parseVersionList(listed.body, keys.list);
  const covered = list?.versions.some((row) => row.version === version) ? coveredVersions(list, version) : [];
  const order = manifest && parseLoadOrder(manifest.body);
  return {
    record,
    tag: scriptTag({ origin, feature, version, entry: record.entry, integrities: covered.map(({ integrity }) => integrity) }),
    covers: covered.map((row) => row.version),
    ...(order && { sizes: measure(order, record.files) }),
  };
}
