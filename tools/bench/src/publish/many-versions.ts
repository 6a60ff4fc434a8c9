/** A store that holds very many finished releases, and the git tags that go with them. */
import {
  artefactKey,
  digestOf,
  featureRow,
  gitTag,
  indexKey,
  jsonObject,
  type ObjectContent,
  receiptKey,
  recordKey,
  toRecord,
  versionListOf,
  versionRow,
  versionsKey,
} from '@pintag/cdn';
import type { FakeRemote } from '@pintag/release/testing/fake-remote';

export interface ManyVersions {
  readonly features: readonly string[];
  /** Of each feature: 1.0.0, 1.1.0, … */
  readonly versions: number;
}

export type Stored = ObjectContent & { readonly key: string };

export const featureNames = (count: number): string[] =>
  Array.from({ length: count }, (_, number) => `feature-${String(number).padStart(4, '0')}`);
const versionNames = (count: number): string[] => Array.from({ length: count }, (_, number) => `1.${number}.0`);

const committedAt = '2026-11-22T08:00:00.000Z';
const at = (key: string, value: unknown): Stored => ({ key, ...jsonObject(key, value) });

/** Everything that says what is released: records, receipts, version lists, index. The artefacts themselves nobody reads again. */
export function* storedOf({ features, versions }: ManyVersions, commit: string): Generator<Stored> {
  const rows = [];
  for (const feature of features) {
    const records = versionNames(versions).map((version) => recordOf(feature, version, commit));
    for (const record of records) {
      const { version } = record;
      yield at(recordKey(feature, version), record);
      yield at(receiptKey(feature, version), {
        schema: 1,
        feature,
        version,
        tag: gitTag(feature, version),
        commit,
        run: 'before',
        finishedAt: committedAt,
      });
    }
    const list = versionListOf(feature, records.map(versionRow));
    yield at(versionsKey(feature), list);
    rows.push(featureRow(list, new Map(records.map(({ version }) => [version, commit])))!);
  }
  yield at(indexKey, { schema: 1, features: rows });
}

function recordOf(feature: string, version: string, commit: string) {
  const loader = { path: 'main.js', body: Buffer.from(artefactKey(feature, version, 'main.js')) };
  return toRecord({ schema: 1, feature, version, commit, committedAt, digest: digestOf(loader.body) }, [loader]);
}

export function tagAll({ features, versions }: ManyVersions, remote: FakeRemote): void {
  for (const feature of features) for (const version of versionNames(versions)) remote.tagByHand(feature, version);
}
