/** What must hold at every moment, also in the middle of a release and after it was killed. */
import {
  claimKey,
  indexKey,
  linkedBundleKey,
  parseClaim,
  parseFeatureIndex,
  parseRecord,
  parseVersionList,
  recordKey,
  unpackBundle,
} from '@pintag/cdn';

/** Bytes by key. */
export type Contents = ReadonlyMap<string, Uint8Array>;

export interface Moment {
  readonly contents: Contents;
  /** Release tags of the remote: `calendar-v1.0.0`. */
  readonly tags: ReadonlySet<string>;
}

/** @param earlier a moment before. @returns a sentence for each promise that is broken. */
export async function findViolations({ contents, tags }: Moment, earlier?: Moment): Promise<string[]> {
  return [
    ...recordsWithoutTag(contents, tags),
    ...indexedWithoutRecord(contents),
    ...(await loadableBeforeChunks(contents)),
    ...(earlier ? changedBytes(contents, earlier.contents) : []),
  ];
}

function recordsWithoutTag(contents: Contents, tags: ReadonlySet<string>): string[] {
  return keysLike(contents, /^elements\/_records\/([^/]+)\/(.+)\.json$/)
    .filter(([, feature, version]) => !tags.has(`${feature}-v${version}`))
    .map(([key]) => `${key} is a record, and there is no such tag.`);
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
      const files = (await unpackBundle(bundle)).map(({ path }) => path).filter((path) => !/^main\.js(\.br)?$/.test(path));
      return files
        .filter((path) => !contents.has(`elements/v${version}/${feature}/${path}`))
        .map((path) => `${key} can be loaded, and ${path} is not there yet.`);
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
