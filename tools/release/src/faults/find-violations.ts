/** What must hold at every moment, also in the middle of a release and after it was killed. */
import {
  type BundleFile,
  type RecordedFile,
  artefactKey,
  claimKey,
  digestOf,
  indexKey,
  integrityOf,
  isRuntimeNamed,
  linkedBundleKey,
  packBundle,
  parseClaim,
  parseFeatureIndex,
  parseRecord,
  parseRuntimeRecord,
  parseVersionList,
  recordKey,
  runtimeKey,
  runtimeRecordKey,
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

const recordPattern = /^elements\/_records\/(?!runtime\/)([^/]+)\/(.+)\.json$/;
const runtimeRecordPattern = /^elements\/_records\/runtime\/(.+)\.json$/;

/** @param earlier a moment before. @returns a sentence for each promise that is broken. */
export async function findViolations({ contents, tags, announced }: Moment, earlier?: Moment): Promise<string[]> {
  return [
    ...recordsWithoutTag(contents, tags),
    ...recordsWithoutFiles(contents),
    ...runtimesWithoutFiles(contents),
    ...(await misnamedRuntimes(contents)),
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
    const { feature, version, runtime, files } = parseRecord(contents.get(key)!, key);
    return [
      ...brokenPromises(contents, key, files, (path) => artefactKey(feature, version, path)),
      ...(runtime === undefined || contents.has(runtimeRecordKey(runtime)) ? [] : [`${key} needs ${runtime}, which has no record.`]),
    ];
  });
}

function runtimesWithoutFiles(contents: Contents): string[] {
  return keysLike(contents, runtimeRecordPattern).flatMap(([key]) => {
    const { runtime, files } = parseRuntimeRecord(contents.get(key)!, key);
    return brokenPromises(contents, key, files, (path) => runtimeKey(runtime, path));
  });
}

function brokenPromises(contents: Contents, key: string, files: readonly RecordedFile[], keyOf: (path: string) => string): string[] {
  return files.flatMap(({ path, integrity }) => {
    const stored = contents.get(keyOf(path));
    if (!stored) return [`${key} promises ${path}, which is not there.`];
    return integrityOf(stored) === integrity ? [] : [`${key} promises other bytes than ${path} has.`];
  });
}

/** The name of a runtime is its content: what its record names, without the copies, is what it is called after. */
async function misnamedRuntimes(contents: Contents): Promise<string[]> {
  const recorded = keysLike(contents, runtimeRecordPattern).map(([key]) => parseRuntimeRecord(contents.get(key)!, key));
  const wrong = await Promise.all(
    recorded.map(async ({ runtime, files }) => {
      const paths = files.map(({ path }) => path).filter((path) => !path.endsWith('.br'));
      const bodies = paths.map((path) => ({ path, body: contents.get(runtimeKey(runtime, path)) ?? Buffer.alloc(0) }));
      return isRuntimeNamed(runtime, digestOf(await packBundle(bodies))) ? [] : [`${runtime} has other bytes than its name says.`];
    }),
  );
  return wrong.flat();
}

/** A receipt is the last thing that is written for a version. */
function unfinishedReceipts(contents: Contents, announced: ReadonlySet<string> | undefined): string[] {
  return keysLike(contents, /^_receipts\/([^/]+)\/([^/]+)\.json$/).flatMap(([key, feature, version]) => {
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
      const ofRuntime = withoutRuntimeFile(contents, key, `elements/v${version}/${feature}/`, files);
      return others
        .flatMap(({ path, body }) => {
          const stored = contents.get(artefactKey(feature!, version!, path));
          if (!stored) return [`${key} can be loaded, and ${path} is not there yet.`];
          return Buffer.compare(stored, body) === 0 ? [] : [`${key} can be loaded, and ${path} is not what it was claimed for.`];
        })
        .concat(ofRuntime);
    }),
  );
  return missing.flat();
}

interface ManifestOfRuntime {
  readonly files: readonly { readonly path: string; readonly integrity: string }[];
}

/** Read from the manifest, as a browser's loader has it, and not from what the release believes. @param folder of the version */
function withoutRuntimeFile(contents: Contents, key: string, folder: string, files: readonly BundleFile[]): string[] {
  const manifest = files.find(({ path }) => path === 'manifest.json');
  if (!manifest) return [`${key} can be loaded, and no manifest says what it needs.`];
  const { files: named } = JSON.parse(Buffer.from(manifest.body).toString()) as ManifestOfRuntime;
  return named
    .filter(({ path }) => path.startsWith('../'))
    .flatMap(({ path, integrity }) => {
      const stored = contents.get(new URL(path, `https://cdn.example/${folder}`).pathname.slice(1));
      if (!stored) return [`${key} can be loaded, and ${path} is not there yet.`];
      return integrityOf(stored) === integrity ? [] : [`${key} can be loaded, and ${path} is not what it was linked for.`];
    });
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
