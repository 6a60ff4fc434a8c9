/** What `pintag size` compares: a build or a version, with the release that it is asked about or that came before it. */
import { glob } from 'node:fs/promises';
import { artefactKey, findFeatures, isShared, releasesBefore, type VersionList } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import { parseManifest } from '@pintag/runtime/manifest';
import { compareSizes, type SizeComparison, type SizedVersion, sizeVersion } from '@pintag/runtime/size';
import { type Published, rowOf } from '../published.ts';
import { buildFolder, readBuild, readBuiltRuntime } from './read-build.ts';

export interface SizeReport extends SizeComparison {
  readonly schema: 1;
  readonly feature: string;
  /** What `now` is: a folder of this checkout, or a released version. */
  readonly measured: { readonly build: string } | { readonly version: string };
  /** What `before` is. */
  readonly against?: string;
  /** Why nothing is compared. */
  readonly alone?: string;
}

export interface SizeOptions {
  readonly published: Published;
  /** Of the repository; needed only for a build. */
  readonly root: () => Promise<string>;
  readonly feature: string;
  /** Default: the build in dist. */
  readonly version?: string;
  /** Default: for a build the latest release, for a version the release before it. */
  readonly against?: string;
}

/** @throws {PintagError} PT_FEATURE_UNKNOWN, PT_VERSION_UNKNOWN, PT_NOT_BUILT, PT_BUNDLE_MALFORMED, PT_EDGE_ANSWER, PT_EDGE_UNREACHABLE */
export async function compareVersions({ published, root, feature, version, against }: SizeOptions): Promise<SizeReport> {
  if (version !== undefined) {
    const list = await published.versions(feature);
    const row = rowOf(list, version);
    const before = against === undefined ? releasesBefore(list, row.version)[0]?.version : rowOf(list, against).version;
    return {
      schema: 1,
      feature,
      measured: { version: row.version },
      ...(before === undefined ? { alone: 'it is the first release' } : { against: before }),
      ...compareSizes(
        await sizeRelease(published, feature, row.version),
        before === undefined ? undefined : await sizeRelease(published, feature, before),
      ),
    };
  }

  const folder = await root();
  const released = await releasedVersions(published, { feature, against, root: folder });
  const before = 'list' in released ? rowOf(released.list, against).version : undefined;
  const now = await sizeBuild(published, folder, { feature, version: before, newest: before });
  return {
    schema: 1,
    feature,
    measured: { build: buildFolder(feature) },
    ...('list' in released ? { against: before } : { alone: released.why }),
    ...compareSizes(now, before === undefined ? undefined : await sizeRelease(published, feature, before)),
  };
}

/** Of a build alone the size is worth knowing, whether there is something to compare it with or not. */
async function releasedVersions(
  published: Published,
  { feature, against, root }: { readonly feature: string; readonly against: string | undefined; readonly root: string },
): Promise<{ readonly list: VersionList } | { readonly why: string }> {
  try {
    return { list: await published.versions(feature) };
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
    if (error.code === 'PT_FEATURE_UNKNOWN') {
      const features = await featuresIn(root);
      if (!features.includes(feature)) throw new PintagError('PT_FEATURE_UNKNOWN', { feature, known: features }, { cause: error });
      if (against !== undefined) throw new PintagError('PT_VERSION_UNKNOWN', { feature, version: against, nearest: [] }, { cause: error });
      return { why: 'none of its versions has been released' };
    }
    if (error.code === 'PT_EDGE_UNREACHABLE' && against === undefined) return { why: error.message.replace(/\.$/, '') };
    throw error;
  }
}

async function featuresIn(root: string): Promise<string[]> {
  const entries = await Array.fromAsync(glob('libs/*/src/{element,*.element}.ts', { cwd: root }));
  return findFeatures(entries.map((path) => path.replaceAll('\\', '/'))).map(({ name }) => name);
}

async function sizeBuild(
  published: Published,
  root: string,
  { feature, version = '0.0.0', newest }: { readonly feature: string; readonly version?: string; readonly newest?: string },
): Promise<SizedVersion> {
  const files = await readBuild(root, { feature, version });
  const manifest = files?.get('manifest.json');
  const absent = (missing: string) => new PintagError('PT_NOT_BUILT', { feature, missing, ...(newest !== undefined && { newest }) });
  if (!files || !manifest) throw absent(`${buildFolder(feature)}/element.json`);
  return sizeVersion(parseManifest(manifest, `${buildFolder(feature)}/manifest.json`), async (path) => {
    if (!isShared(path)) return files.get(path);
    // Only the newest runtime lies in dist; one that was released is on the CDN.
    const layer = (await readBuiltRuntime(root, path)) ?? (await fetched(published, feature, version, path).catch(unavailable));
    if (!layer) throw absent(path.replace('../../', 'dist/'));
    return layer;
  });
}

function unavailable(error: unknown): undefined {
  if (!(error instanceof PintagError)) throw error;
}

const sizeRelease = async (published: Published, feature: string, version: string): Promise<SizedVersion> =>
  sizeVersion(await published.manifest(feature, version), (path) => fetched(published, feature, version, path));

/** @param path as the version's manifest writes it. */
async function fetched({ edge }: Published, feature: string, version: string, path: string): Promise<Uint8Array | undefined> {
  const { href, pathname } = new URL(path, `${edge.origin}/${artefactKey(feature, version, 'main.js')}`);
  const { status, body } = await edge.fetch(pathname);
  if (status === 200) return body;
  if (status === 404 && path.endsWith('.map')) return undefined;
  throw new PintagError('PT_EDGE_ANSWER', { url: href, status });
}
