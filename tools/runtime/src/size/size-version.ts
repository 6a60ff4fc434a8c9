/** What a version weighs, file by file and by what a page loads it for. */
import type { Manifest } from '../link/manifest.ts';
import { addUp, contributionsOf, type Contributions } from './contributions.ts';
import { weigh, type Weight } from './weight.ts';

/** Why a page loads a file: the script that its tag names; the module with `define`; what that imports at once; what waits for a user. */
export const roles = ['loader', 'entry', 'static', 'lazy'] as const;
export type Role = (typeof roles)[number];

export interface SizedFile {
  /** As the manifest writes it. */
  readonly path: string;
  readonly weight: Weight;
}

export interface SizedLayer extends SizedFile {
  /** `static`: before the element shows anything. */
  readonly when: 'static' | 'lazy';
}

export interface SizedVersion {
  readonly own: Readonly<Record<Role, readonly SizedFile[]>>;
  /** Shared with every other feature on the page that was built on the same one. Absent: the version brings its own Angular. */
  readonly runtime?: { readonly name: string; readonly layers: readonly SizedLayer[] };
  /** Where the bytes of its own scripts come from, the loader left out; absent where a source map is missing. */
  readonly inputs?: Contributions;
}

const runtimeFile = /^\.\.\/\.\.\/runtime\/(?<name>[^/]+)\/(?<file>.+)$/;

/**
 * @param read A file by its path in the manifest; `undefined`: there is none (only source maps may be missing).
 */
export async function sizeVersion(
  manifest: Pick<Manifest, 'main' | 'entry' | 'static' | 'lazy'>,
  read: (path: string) => Promise<Uint8Array | undefined>,
): Promise<SizedVersion> {
  const { main, entry, static: closure, lazy } = manifest;
  const sized = async (path: string): Promise<SizedFile> => ({ path, weight: weigh(await there(read, path)) });
  const isOwn = (path: string) => !runtimeFile.test(path);
  const own = {
    loader: [await sized(main)],
    entry: [await sized(entry)],
    static: await Promise.all(closure.filter((path) => path !== entry && isOwn(path)).map(sized)),
    lazy: await Promise.all(lazy.filter(isOwn).map(sized)),
  };

  const layers: SizedLayer[] = [];
  for (const path of closure) if (!isOwn(path)) layers.push({ ...(await sized(path)), when: 'static' });
  for (const path of lazy) if (!isOwn(path)) layers.push({ ...(await sized(path)), when: 'lazy' });
  const [first] = layers;

  const inputs = await inputsOf([...closure, ...lazy].filter(isOwn), read);
  return {
    own,
    ...(first && { runtime: { name: runtimeFile.exec(first.path)!.groups!['name']!, layers } }),
    ...(inputs && { inputs }),
  };
}

async function inputsOf(
  scripts: readonly string[],
  read: (path: string) => Promise<Uint8Array | undefined>,
): Promise<Contributions | undefined> {
  const all: Contributions[] = [];
  for (const path of scripts) {
    const map = await read(`${path}.map`);
    const found = map && contributionsOf(textOf(await there(read, path)), textOf(map));
    if (!found) return undefined;
    all.push(found);
  }
  return addUp(all);
}

async function there(read: (path: string) => Promise<Uint8Array | undefined>, path: string): Promise<Uint8Array> {
  const body = await read(path);
  if (!body) throw new Error(`The manifest names ${path}, and there is none.`);
  return body;
}

const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);
