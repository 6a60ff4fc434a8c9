/** Whether git, records, receipts and index tell the same story; read from the outside, by nothing that wrote them. */
import {
  type ArtefactStore,
  indexKey,
  parseFeatureIndex,
  parseRecord,
  parseVersionList,
  receiptPrefix,
  recordPrefix,
  versionsKey,
} from '@pintag/cdn';

export interface Disagreement {
  readonly feature: string;
  /** What each of them names, versions sorted as text. */
  readonly tags: readonly string[];
  readonly records: readonly string[];
  readonly receipts: readonly string[];
  readonly listed: readonly string[];
  /** How many versions `index.json` counts. */
  readonly counted: number;
}

/**
 * @param tags the remote's, such as `questionnaire-v1.1.0`.
 * @returns the features for which they differ; empty when everything agrees.
 */
export async function findDisagreements(store: ArtefactStore, tags: readonly string[]): Promise<Disagreement[]> {
  const stored = await store.read(indexKey);
  const index = stored ? parseFeatureIndex(stored.body, indexKey) : { features: [] };
  const features = new Set([...tags.map((tag) => tag.slice(0, tag.lastIndexOf('-v'))), ...index.features.map(({ feature }) => feature)]);
  const found: Disagreement[] = [];
  for (const feature of [...features].sort()) {
    const all = {
      feature,
      tags: tags
        .filter((tag) => tag.startsWith(`${feature}-v`))
        .map((tag) => tag.slice(feature.length + 2))
        .sort(),
      records: await recordedVersions(store, feature),
      receipts: await namesUnder(store, receiptPrefix(feature)),
      listed: await listedVersions(store, feature),
      counted: index.features.find((row) => row.feature === feature)?.versions ?? 0,
    };
    const same =
      [all.records, all.receipts, all.listed].every((versions) => versions.join() === all.tags.join()) && all.counted === all.tags.length;
    if (!same) found.push(all);
  }
  return found;
}

async function recordedVersions(store: ArtefactStore, feature: string): Promise<string[]> {
  const versions: string[] = [];
  for (const name of await namesUnder(store, recordPrefix(feature))) {
    const key = `${recordPrefix(feature)}${name}.json`;
    const record = parseRecord((await store.read(key))!.body, key);
    versions.push(record.version);
  }
  return versions.sort();
}

async function listedVersions(store: ArtefactStore, feature: string): Promise<string[]> {
  const key = versionsKey(feature);
  const stored = await store.read(key);
  return stored
    ? parseVersionList(stored.body, key)
        .versions.map(({ version }) => version)
        .sort()
    : [];
}

async function namesUnder(store: ArtefactStore, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const key of store.list(prefix)) names.push(key.slice(prefix.length).replace(/\.json$/, ''));
  return names.sort();
}
