/** A feature's build as it lies in dist, linked as a release would link it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleFile } from '@pintag/cdn';
import { linkElement } from '@pintag/runtime';

export const buildFolder = (feature: string): string => `dist/libs/${feature}`;

/**
 * @param options.version that the loader is linked for; the one compared with, so that its number makes no difference.
 * @returns by path; `undefined`: nothing has been built.
 * @throws {PintagError} PT_BUNDLE_MALFORMED
 */
export async function readBuild(
  root: string,
  { feature, version }: { readonly feature: string; readonly version: string },
): Promise<ReadonlyMap<string, Uint8Array> | undefined> {
  const bundle = await filesIn(join(root, buildFolder(feature)));
  if (!bundle.some(({ path }) => path === 'element.json')) return undefined;
  const linked = await linkElement(bundle, { feature, version, compress: false });
  return new Map(linked.map(({ path, body }) => [path, body]));
}

/** A file of the runtime that the build imports. @param path as a manifest writes it, `../../runtime/<name>/<file>`: dist is laid out as the CDN is. */
export const readBuiltRuntime = (root: string, path: string): Promise<Uint8Array | undefined> =>
  readFile(join(root, buildFolder('any'), path)).catch(ifAbsent(undefined));

async function filesIn(folder: string): Promise<BundleFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ifAbsent([]));
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({ path: path.slice(folder.length + 1).replaceAll('\\', '/'), body: await readFile(path) })),
  );
}

const ifAbsent =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
