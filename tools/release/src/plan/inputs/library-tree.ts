/** The files of a library at a commit, by git's own trees: what two commits have in common is read once. */
import type { ObjectReader } from '../../git/object-reader.ts';
import { createCache } from './cache.ts';

type Entry = { readonly kind: 'file' | 'folder'; readonly hash: string };
export type Tree = ReadonlyMap<string, Entry>;

/** A path relative to the folder, and the blobs that stand there; one is absent where the file was added or removed. */
export interface Difference {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

export interface Trees {
  /** Hash of the tree of a folder at a commit; nothing where it has no such folder. */
  find(reader: ObjectReader, commit: string, folder: string): Promise<string | undefined>;
  /** Blobs by path. */
  files(reader: ObjectReader, tree: string, root: string): Promise<ReadonlyMap<string, string>>;
  differences(reader: ObjectReader, before: string, after: string, root: string): Promise<readonly Difference[]>;
}

export function createTrees(): Trees {
  const trees = createCache<Tree>(20_000);
  const found = createCache<string>(20_000);
  const nowhere = '';

  async function read(reader: ObjectReader, hash: string): Promise<Tree> {
    const known = trees.get(hash);
    if (known) return known;
    const object = await reader.read(hash);
    if (object?.type !== 'tree') throw new Error(`The repository has no tree ${hash}.`);
    return trees.set(hash, parseTree(object.body, hash.length / 2));
  }

  async function collect(reader: ObjectReader, hash: string, prefix: string, into: Map<string, string>): Promise<void> {
    for (const [name, entry] of await read(reader, hash)) {
      if (entry.kind === 'folder') await collect(reader, entry.hash, `${prefix}${name}/`, into);
      else into.set(`${prefix}${name}`, entry.hash);
    }
  }

  const readIfThere = async (reader: ObjectReader, hash: string | undefined): Promise<Tree> =>
    hash === undefined ? new Map<string, Entry>() : read(reader, hash);

  async function compare(reader: ObjectReader, before: string | undefined, after: string | undefined, prefix: string, into: Difference[]) {
    if (before === after) return;
    const [old, now] = [await readIfThere(reader, before), await readIfThere(reader, after)];
    const hashAt = (tree: Tree, name: string, kind: Entry['kind']) => (tree.get(name)?.kind === kind ? tree.get(name)!.hash : undefined);
    for (const name of new Set([...old.keys(), ...now.keys()])) {
      const [was, is] = [hashAt(old, name, 'file'), hashAt(now, name, 'file')];
      if (was !== is)
        into.push({ path: `${prefix}${name}`, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) });
      await compare(reader, hashAt(old, name, 'folder'), hashAt(now, name, 'folder'), `${prefix}${name}/`, into);
    }
  }

  return {
    async find(reader, commit, folder) {
      const name = `${commit}:${folder}`;
      const known = found.get(name);
      if (known !== undefined) return known || undefined;
      const object = await reader.read(name);
      const isFolder = object?.type === 'tree';
      if (isFolder) trees.set(object.hash, parseTree(object.body, object.hash.length / 2));
      return found.set(name, isFolder ? object.hash : nowhere) || undefined;
    },
    async files(reader, tree, root) {
      const files = new Map<string, string>();
      await collect(reader, tree, `${root}/`, files);
      return files;
    },
    async differences(reader, before, after, root) {
      const differences: Difference[] = [];
      await compare(reader, before, after, `${root}/`, differences);
      return differences;
    },
  };
}

/** `<mode> <name>`, a zero byte, the hash. Links and submodules are no files that anything could be read of. */
function parseTree(body: Buffer, hashBytes: number): Tree {
  const tree = new Map<string, Entry>();
  for (let start = 0; start < body.length;) {
    const space = body.indexOf(32, start);
    const end = body.indexOf(0, space);
    const mode = body.toString('latin1', start, space);
    const hash = body.toString('hex', end + 1, end + 1 + hashBytes);
    if (mode === '40000') tree.set(body.toString('utf8', space + 1, end), { kind: 'folder', hash });
    else if (mode.startsWith('100')) tree.set(body.toString('utf8', space + 1, end), { kind: 'file', hash });
    start = end + 1 + hashBytes;
  }
  return tree;
}
