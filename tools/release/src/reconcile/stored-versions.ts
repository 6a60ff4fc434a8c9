/** Which versions the store knows of, of all features, from three listings. */
import {
  type ArtefactStore,
  isFeatureName,
  type OpenPromotions,
  openPromotions,
  runtimeOfKey,
  runtimeRecordPrefix,
  versionOfKey,
} from '@pintag/cdn';

export interface StoredVersions {
  /** By feature; abandoned and unreadable ones too. */
  readonly records: VersionsByFeature;
  readonly receipts: VersionsByFeature;
  readonly claims: VersionsByFeature;
  /** By feature. */
  readonly promotions: ReadonlyMap<string, OpenPromotions>;
  /** Names of shared runtimes that have a record. */
  readonly runtimes: ReadonlySet<string>;
  /** Keys of linked bundles. */
  readonly bundles: ReadonlySet<string>;
}

export type VersionsByFeature = ReadonlyMap<string, ReadonlySet<string>>;

const recordsPrefix = 'elements/_records/';
const receiptsPrefix = '_receipts/';
const claimsPrefix = '_claims/';

export async function listStored(store: ArtefactStore): Promise<StoredVersions> {
  const [records, receipts, claims] = await Promise.all([
    versionsBelow(store, recordsPrefix),
    versionsBelow(store, receiptsPrefix),
    versionsBelow(store, claimsPrefix),
  ]);
  const bundles = new Set(claims.others.filter((key) => key.endsWith('.tar')));
  const promotions = new Map(
    [...Map.groupBy(receipts.others, (key) => key.split('/')[1] ?? '')].map(([feature, keys]) => [feature, openPromotions(keys)] as const),
  );
  const runtimes = new Set(records.others.flatMap((key) => runtimeOfKey(runtimeRecordPrefix, key) ?? []));
  return { records: records.versions, receipts: receipts.versions, claims: claims.versions, promotions, runtimes, bundles };
}

/** Features that have a record. */
export async function recordedFeatures(store: ArtefactStore): Promise<ReadonlySet<string>> {
  return new Set((await versionsBelow(store, recordsPrefix)).versions.keys());
}

/** Keys are `<prefix><feature>/<version>.json`; what looks otherwise is among the others. */
async function versionsBelow(store: ArtefactStore, prefix: string): Promise<{ versions: Map<string, Set<string>>; others: string[] }> {
  const versions = new Map<string, Set<string>>();
  const others: string[] = [];
  for await (const key of store.list(prefix)) {
    const feature = key.slice(prefix.length, key.indexOf('/', prefix.length));
    const version = isFeatureName(feature) ? versionOfKey(`${prefix}${feature}/`, key) : undefined;
    if (version === undefined) others.push(key);
    else if (versions.has(feature)) versions.get(feature)!.add(version);
    else versions.set(feature, new Set([version]));
  }
  return { versions, others };
}
