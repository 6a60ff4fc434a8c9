/** Published versions in a store in memory: what an announcer reads of them. */
import { type ArtefactStore, artefactKey, jsonObject, type ReleaseRecord, recordKey, updateVersionList } from '@pintag/cdn';
import { createMemoryStore } from '@pintag/cdn/testing';

export interface PublishedVersions {
  readonly store: ArtefactStore;
  /** By `calendar 1.1.0`. */
  readonly records: ReadonlyMap<string, ReleaseRecord>;
}

export async function publishVersions(wanted: Readonly<Record<string, readonly string[]>>): Promise<PublishedVersions> {
  const store = createMemoryStore();
  const records = new Map<string, ReleaseRecord>();
  for (const [feature, versions] of Object.entries(wanted)) {
    for (const version of versions) {
      const record = recordOf(feature, version);
      records.set(`${feature} ${version}`, record);
      await store.create(recordKey(feature, version), jsonObject(recordKey(feature, version), record));
      const key = artefactKey(feature, version, 'manifest.json');
      await store.create(key, jsonObject(key, manifest));
    }
    await updateVersionList(store, feature);
  }
  return { store, records };
}

const manifest = { main: 'main.js', static: ['element-1.js'], lazy: ['chunk-2.js'], runtime: 'angular-22.1.7-0123456789abcdef' };

/** Bytes. */
const sizes = {
  'main.js': 2_000,
  'main.js.br': 900,
  'element-1.js': 30_000,
  'element-1.js.br': 9_000,
  'chunk-2.js': 4_000,
  'chunk-2.js.br': 1_000,
};

const recordOf = (feature: string, version: string): ReleaseRecord => ({
  schema: 1,
  status: 'released',
  feature,
  version,
  element: `pt-${feature}`,
  commit: '3f786850e387550fdab836ed7e6dc881de23001b',
  committedAt: '2026-11-22T08:00:00Z',
  digest: 'd'.repeat(64),
  entry: 'main.js',
  runtime: manifest.runtime,
  files: Object.entries(sizes).map(([path, size]) => ({
    path,
    size,
    contentType: 'text/javascript; charset=utf-8',
    ...(path.endsWith('.br') && { contentEncoding: 'br' }),
    integrity: `sha384-${Buffer.from(`${version} of ${feature}`.padEnd(48)).subarray(0, 48).toString('base64')}`,
    sha256: Buffer.alloc(32).toString('base64'),
  })),
});
