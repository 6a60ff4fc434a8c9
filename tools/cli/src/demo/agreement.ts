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

export interface RemoteTag {
  /** `questionnaire-v1.1.0` */
  readonly name: string;
  /** Full hash. */
  readonly commit: string;
}

export interface Disagreement {
  readonly feature: string;
  /** `1.1.0 of <commit>`, sorted as text: what each of them names. */
  readonly tags: readonly string[];
  readonly records: readonly string[];
  readonly listed: readonly string[];
  /** Versions, sorted as text. */
  readonly receipts: readonly string[];
  /** How many versions `index.json` counts. */
  readonly counted: number;
}

/** @returns the features for which they differ; empty when everything agrees. */
export async function findDisagreements(store: ArtefactStore, tags: readonly RemoteTag[]): Promise<Disagreement[]> {
  const stored = await store.read(indexKey);
  const index = stored ? parseFeatureIndex(stored.body, indexKey) : { features: [] };
  const features = new Set([...tags.map(({ name }) => featureOf(name)), ...index.features.map(({ feature }) => feature)]);
  const found: Disagreement[] = [];
  for (const feature of [...features].sort()) {
    const own = tags.filter(({ name }) => featureOf(name) === feature);
    const all = {
      feature,
      tags: own.map(({ name, commit }) => released({ version: name.slice(feature.length + 2), commit })).sort(),
      records: await recordedVersions(store, feature),
      listed: await listedVersions(store, feature),
      receipts: await namesUnder(store, receiptPrefix(feature)),
      counted: index.features.find((row) => row.feature === feature)?.versions ?? 0,
    };
    const same =
      [all.records, all.listed].every((versions) => versions.join() === all.tags.join()) &&
      all.receipts.join() ===
        own
          .map(({ name }) => name.slice(feature.length + 2))
          .sort()
          .join() &&
      all.counted === all.tags.length;
    if (!same) found.push(all);
  }
  return found;
}

const featureOf = (tag: string): string => tag.slice(0, tag.lastIndexOf('-v'));
const released = ({ version, commit }: { readonly version: string; readonly commit: string }): string => `${version} of ${commit}`;

async function recordedVersions(store: ArtefactStore, feature: string): Promise<string[]> {
  const versions: string[] = [];
  for (const name of await namesUnder(store, recordPrefix(feature))) {
    const key = `${recordPrefix(feature)}${name}.json`;
    versions.push(released(parseRecord((await store.read(key))!.body, key)));
  }
  return versions.sort();
}

async function listedVersions(store: ArtefactStore, feature: string): Promise<string[]> {
  const key = versionsKey(feature);
  const stored = await store.read(key);
  return stored ? parseVersionList(stored.body, key).versions.map(released).sort() : [];
}

async function namesUnder(store: ArtefactStore, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const key of store.list(prefix)) names.push(key.slice(prefix.length).replace(/\.json$/, ''));
  return names.sort();
}
