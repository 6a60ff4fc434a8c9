/** What must hold at every moment, also in the middle of a release and after it was killed. */
import {
  artefactKey,
  claimKey,
  indexKey,
  integrityOf,
  linkedBundleKey,
  parseClaim,
  parseFeatureIndex,
  parseRecord,
  parseVersionList,
  recordKey,
  unpackBundle,
  versionsKey,
} from '@pintag/cdn';

/** Bytes by key. */
export type Contents = ReadonlyMap<string, Uint8Array>;

export interface Moment {
  readonly contents: Contents;
  /** Release tags of the remote: `calendar-v1.0.0`. */
  readonly tags: ReadonlySet<string>;
  /** Tags that people were told about; absent where nobody keeps them. */
  readonly announced?: ReadonlySet<string>;
}

const recordPattern = /^elements\/_records\/([^/]+)\/(.+)\.json$/;

/** @param earlier a moment before. @returns a sentence for each promise that is broken. */
export async function findViolations({ contents, tags, announced }: Moment, earlier?: Moment): Promise<string[]> {
  return [
    ...recordsWithoutTag(contents, tags),
    ...recordsWithoutFiles(contents),
    ...indexedWithoutRecord(contents),
    ...unfinishedReceipts(contents, announced),
    ...(await loadableBeforeChunks(contents)),
    ...(earlier ? changedBytes(contents, earlier.contents) : []),
  ];
}

function recordsWithoutTag(contents: Contents, tags: ReadonlySet<string>): string[] {
  return keysLike(contents, recordPattern)
    .filter(([, feature, version]) => !tags.has(`${feature}-v${version}`))
    .map(([key]) => `${key} is a record, and there is no such tag.`);
}

/** What a record promises to hosts is there, to the byte. */
function recordsWithoutFiles(contents: Contents): string[] {
  return keysLike(contents, recordPattern).flatMap(([key]) => {
    const { feature, version, files } = parseRecord(contents.get(key)!, key);
    return files.flatMap(({ path, integrity }) => {
      const stored = contents.get(artefactKey(feature, version, path));
      if (!stored) return [`${key} promises ${path}, which is not there.`];
      return integrityOf(stored) === integrity ? [] : [`${key} promises other bytes than ${path} has.`];
    });
  });
}

/** A receipt is the last thing that is written for a version. */
function unfinishedReceipts(contents: Contents, announced: ReadonlySet<string> | undefined): string[] {
  return keysLike(contents, /^_receipts\/([^/]+)\/(.+)\.json$/).flatMap(([key, feature, version]) => {
    const list = contents.get(versionsKey(feature!));
    const isListed = list && parseVersionList(list, key).versions.some((row) => row.version === version);
    return [
      ...(contents.has(recordKey(feature!, version!)) ? [] : [`${key} is a receipt, and there is no record.`]),
      ...(isListed ? [] : [`${key} is a receipt, and versions.json does not list it.`]),
      ...(announced?.has(`${feature}-v${version}`) === false ? [`${key} is a receipt, and nobody was told.`] : []),
    ];
  });
}

function indexedWithoutRecord(contents: Contents): string[] {
  const released = (feature: string, version: string): boolean => {
    const key = recordKey(feature, version);
    const bytes = contents.get(key);
    return bytes !== undefined && parseRecord(bytes, key).status === 'released';
  };
  const listed = keysLike(contents, /^elements\/[^_/][^/]*\/versions\.json$/).flatMap(([key]) => {
    const { feature, versions } = parseVersionList(contents.get(key)!, key);
    return versions.map(({ version }) => ({ key, feature, version }));
  });
  const index = contents.get(indexKey);
  const newest = index
    ? parseFeatureIndex(index, indexKey).features.map((row) => ({ key: indexKey, feature: row.feature, version: row.newest }))
    : [];
  return [...listed, ...newest]
    .filter(({ feature, version }) => !released(feature, version))
    .map(({ key, feature, version }) => `${key} lists ${feature} ${version}, which has no record.`);
}

async function loadableBeforeChunks(contents: Contents): Promise<string[]> {
  const entries = keysLike(contents, /^elements\/v([^/]+)\/([^/]+)\/main\.js(?:\.br)?$/);
  const missing = await Promise.all(
    entries.map(async ([key, version, feature]) => {
      const claim = contents.get(claimKey(feature!, version!));
      const bundle = claim && contents.get(linkedBundleKey(parseClaim(claim, key).digest));
      if (!bundle) return [`${key} can be loaded, and nothing says what belongs to it.`];
      const files = await unpackBundle(bundle).catch(() => undefined);
      // A bundle that was damaged since; then it is the record that says it.
      if (!files)
        return contents.has(recordKey(feature!, version!)) ? [] : [`${key} can be loaded, and what belongs to it cannot be read.`];
      const others = files.filter(({ path }) => !/^main\.js(\.br)?$/.test(path));
      return others.flatMap(({ path, body }) => {
        const stored = contents.get(artefactKey(feature!, version!, path));
        if (!stored) return [`${key} can be loaded, and ${path} is not there yet.`];
        return Buffer.compare(stored, body) === 0 ? [] : [`${key} can be loaded, and ${path} is not what it was claimed for.`];
      });
    }),
  );
  return missing.flat();
}

/** Only the lists are derived and may change. */
const mutable = /^elements\/(index|[^/]+\/versions)\.json$/;

function changedBytes(contents: Contents, earlier: Contents): string[] {
  return [...earlier]
    .filter(([key, bytes]) => !mutable.test(key) && Buffer.compare(bytes, contents.get(key) ?? Buffer.alloc(0)) !== 0)
    .map(([key]) => `${key} has other bytes than before.`);
}

const keysLike = (contents: Contents, pattern: RegExp): RegExpExecArray[] =>
  [...contents.keys()].map((key) => pattern.exec(key)).filter((match) => match !== null);
