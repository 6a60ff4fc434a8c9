/** Derives every version list and the index again from the records, for when what is stored cannot be trusted or read. */
import { type ArtefactStore, updateIndexRows, updateVersionList } from '@pintag/cdn';

/** Reads every record. @returns the features. @throws {PintagError} PT_STORED_INVALID a record cannot be read. */
export async function rebuildIndex(store: ArtefactStore): Promise<readonly string[]> {
  const features = [...(await recordedFeatures(store))].sort();
  for (const feature of features) await updateVersionList(store, feature, { rebuild: true });
  await updateIndexRows(store, features, { rebuild: true });
  return features;
}

/** Features that have a record. */
export async function recordedFeatures(store: ArtefactStore): Promise<ReadonlySet<string>> {
  const prefix = 'elements/_records/';
  const features = new Set<string>();
  for await (const key of store.list(prefix)) features.add(key.slice(prefix.length, key.indexOf('/', prefix.length)));
  return features;
}
