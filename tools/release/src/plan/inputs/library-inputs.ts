/**
 * Which files of a library go into which of its features, at any commit and without a checkout. Files are read by blob, each once; where nothing
 * that is reached refers to other files than before, nothing is walked again.
 */
import { extname } from 'node:path/posix';
import { documentationFiles, type Feature } from '@pintag/cdn/features';
import type { ObjectReader } from '../../git/object-reader.ts';
import { type Alias, aliasFiles, readAliases } from './aliases.ts';
import { createCache } from './cache.ts';
import { createTrees } from './library-tree.ts';
import { mayRefer, noReferences, readReferences, type References } from './references.ts';
import { resolveReference } from './resolve-reference.ts';
import type { TypeScript } from './script-references.ts';

export interface Library {
  /** `libs/calendar` */
  readonly root: string;
  readonly features: readonly Feature[];
}

export interface LibraryInputs {
  /** Names of the features whose entry file is there. */
  readonly present: ReadonlySet<string>;
  /** By path relative to the repository root: names of the features that it goes into, at least one. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface InputsReader {
  /** @param commit any name of it that git takes */
  at(reader: ObjectReader, commit: string, library: Library): Promise<LibraryInputs>;
}

const nothing: LibraryInputs = { present: new Set(), files: new Map() };

interface State {
  readonly tree: string;
  readonly aliases: string;
  readonly inputs: LibraryInputs;
}

interface Aliases {
  /** Of the texts that they stand in. */
  readonly key: string;
  readonly all: readonly Alias[];
}

export function createInputsReader(): InputsReader {
  const trees = createTrees();
  const references = createCache<Promise<References>>(50_000);
  const aliasesOf = createCache<Aliases>(100);
  // The parent of one commit is the next one, mostly.
  const aliasesByCommit = createCache<Aliases>(1_000);
  const states = createCache<LibraryInputs>(5_000);
  const latest = new Map<string, State>();
  // Loading it takes longer than most plans.
  let typescript: Promise<TypeScript> | undefined;
  const load = () => (typescript ??= import('typescript').then((module) => module.default));

  async function parse(reader: ObjectReader, path: string, blob: string): Promise<References> {
    const [object, ts] = await Promise.all([reader.read(blob), load()]);
    if (!object) throw new Error(`The repository has no blob ${blob}.`);
    return readReferences(path, object.body.toString(), ts);
  }

  async function referencesOf(reader: ObjectReader, path: string, blob: string): Promise<References> {
    if (!mayRefer(path)) return noReferences;
    const key = `${blob} ${extname(path)}`;
    return references.get(key) ?? references.set(key, parse(reader, path, blob));
  }

  async function readAllAliases(reader: ObjectReader, commit: string): Promise<Aliases> {
    const objects = await Promise.all(aliasFiles.map((file) => reader.read(`${commit}:${file}`)));
    const key = objects.map((object) => (object?.type === 'blob' ? object.hash : '')).join();
    const known = aliasesOf.get(key);
    if (known) return known;
    const found = objects.map(async (object, index) =>
      object?.type === 'blob' ? readAliases(aliasFiles[index]!, object.body.toString(), await load()) : [],
    );
    return aliasesOf.set(key, { key, all: (await Promise.all(found)).flat() });
  }

  async function aliasesAt(reader: ObjectReader, commit: string): Promise<Aliases> {
    return aliasesByCommit.get(commit) ?? aliasesByCommit.set(commit, await readAllAliases(reader, commit));
  }

  /** Whether what was found for another state of the library holds for `tree`, too. */
  async function holds(reader: ObjectReader, state: State, tree: string, root: string): Promise<boolean> {
    for (const { path, before, after } of await trees.differences(reader, state.tree, tree, root)) {
      // Another file may be what a reference means now.
      if (before === undefined || after === undefined) return false;
      if (!state.inputs.files.has(path)) continue;
      const [old, now] = [await referencesOf(reader, path, before), await referencesOf(reader, path, after)];
      if (old.key !== now.key) return false;
    }
    return true;
  }

  async function walk(reader: ObjectReader, tree: string, { root, features }: Library, aliases: readonly Alias[]): Promise<LibraryInputs> {
    const files = await trees.files(reader, tree, root);
    const present = features.filter(({ entry }) => files.has(entry));
    const next = new Map<string, readonly string[]>();
    let found = present.map(({ entry }) => entry);
    while (found.length > 0) {
      const read = await Promise.all(found.map((path) => referencesOf(reader, path, files.get(path)!)));
      for (const [index, { all }] of read.entries()) {
        const from = found[index]!;
        next.set(from, [...new Set(all.flatMap((reference) => resolveReference(reference, from, { files, aliases })))]);
      }
      found = [...new Set(found.flatMap((path) => next.get(path)!))].filter((path) => !next.has(path));
    }

    const reached = new Map<string, Set<string>>();
    for (const feature of present) {
      const documentation = documentationFiles(feature).find((file) => files.has(file));
      // A Set can grow while it is walked.
      const own = new Set([feature.entry, ...(documentation === undefined ? [] : [documentation])]);
      for (const path of own) {
        for (const other of next.get(path) ?? []) own.add(other);
        const names = reached.get(path);
        if (names) names.add(feature.name);
        else reached.set(path, new Set([feature.name]));
      }
    }
    return { present: new Set(present.map(({ name }) => name)), files: reached };
  }

  return {
    async at(reader, commit, library) {
      const { root } = library;
      const tree = await trees.find(reader, commit, root);
      if (tree === undefined) return nothing;
      const aliases = await aliasesAt(reader, commit);
      const key = `${root} ${tree} ${aliases.key}`;
      const known = states.get(key);
      if (known) return known;
      const state = latest.get(root);
      const isSame = state?.aliases === aliases.key && (await holds(reader, state, tree, root));
      const inputs = isSame ? state.inputs : await walk(reader, tree, library, aliases.all);
      latest.set(root, { tree, aliases: aliases.key, inputs });
      return states.set(key, inputs);
    },
  };
}
