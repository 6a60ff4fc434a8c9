/** Puts back what is missing of published versions: files under their URLs, and linked bundles. Creates only. */
import {
  type ArtefactStore,
  type BundleFile,
  KeyTaken,
  PintagError,
  type ReleaseRecord,
  artefactKey,
  digestOf,
  gitTag,
  linkedBundleKey,
  packBundle,
  recordKey,
  parseRecord,
  unpackBundle,
} from '@pintag/cdn';
import { findBundle } from '../publish/find-bundle.ts';
import { linkBundle } from '../publish/link-bundle.ts';
import { contentFor } from '../publish/stored-content.ts';
import type { ReleaseTools } from '../run/release-tools.ts';
import type { Discrepancy } from './discrepancy.ts';

type HealTools = Pick<ReleaseTools, 'store' | 'repository' | 'builder' | 'link' | 'log'>;

/** One version after the other, so that one bundle is in memory at a time. @returns by version (`calendar-v1.0.0`) why it could not be healed */
export async function healObjects(tools: HealTools, found: readonly Discrepancy[]): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  const missing = found.filter(({ kind }) => kind === 'object-missing' || kind === 'bundle-missing');
  for (const [tag, ofVersion] of Map.groupBy(missing, ({ tag }) => tag!)) {
    const { feature, version } = ofVersion[0]!;
    try {
      await healVersion(tools, feature!, version!, new Set(ofVersion.map(({ key }) => key!)));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      tools.log({
        level: 'error',
        step: 'reconcile',
        feature: feature!,
        version: version!,
        message: `${tag} cannot be made whole: ${why}`,
      });
      failures.set(tag, why);
    }
  }
  return failures;
}

async function healVersion(tools: HealTools, feature: string, version: string, missing: ReadonlySet<string>): Promise<void> {
  const { store, log } = tools;
  const key = recordKey(feature, version);
  const stored = await store.read(key);
  if (!stored) throw new Error(`${key} is gone`);
  const record = parseRecord(stored.body, key);
  const { files, archive } = await recoverBundle(tools, record);
  const contents = new Map(files.map(({ path, body }) => [artefactKey(feature, version, path), body]));
  const bundleKey = linkedBundleKey(record.digest);
  // The loader last, as when they were first written.
  const keys = [...missing].sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)));
  for (const lost of keys) {
    const body = lost === bundleKey ? archive : contents.get(lost);
    if (!body) throw new Error(`the bundle of ${feature} ${version} has no ${lost}`);
    try {
      await store.create(lost, contentFor(lost, body));
    } catch (error) {
      throw error instanceof KeyTaken ? new Error(`${lost} holds somebody else's bytes`, { cause: error }) : error;
    }
    log({ level: 'info', step: 'reconcile', feature, version, message: `${lost} is there again.` });
  }
}

const isEntry = (key: string): boolean => /\/main\.js(\.br)?$/.test(key);

interface RecoveredBundle {
  readonly files: readonly BundleFile[];
  readonly archive: Uint8Array;
}

/** From the linked bundle, else from the files under the URL, else from a build of the commit: whatever gives the bytes that were claimed. */
async function recoverBundle(tools: HealTools, record: ReleaseRecord): Promise<RecoveredBundle> {
  const { store } = tools;
  const kept = await store.read(linkedBundleKey(record.digest));
  if (kept && digestOf(kept.body) === record.digest) return { files: await unpackBundle(kept.body), archive: kept.body };
  for (const source of [fromFiles, fromCommit]) {
    const files = await source(tools, record);
    const archive = files && (await packBundle(files));
    if (archive && digestOf(archive) === record.digest) return { files, archive };
  }
  throw new Error('its linked bundle is gone, and building its commit again gives other bytes');
}

async function fromFiles({ store }: HealTools, { feature, version, files }: ReleaseRecord): Promise<readonly BundleFile[] | undefined> {
  const found: BundleFile[] = [];
  for (const { path } of files) {
    const stored = await readFile(store, artefactKey(feature, version, path));
    if (!stored) return undefined;
    found.push({ path, body: stored });
  }
  return found;
}

const readFile = async (store: ArtefactStore, key: string): Promise<Uint8Array | undefined> => (await store.read(key))?.body;

async function fromCommit(tools: HealTools, record: ReleaseRecord): Promise<readonly BundleFile[] | undefined> {
  const { feature, version, commit, committedAt } = record;
  try {
    const bundle = await findBundle(tools, { feature, version, tag: gitTag(feature, version), commit, committedAt, onReleaseBranch: true });
    return await linkBundle(tools.link, bundle, { feature, version });
  } catch (error) {
    if (error instanceof PintagError) return undefined;
    throw error;
  }
}
