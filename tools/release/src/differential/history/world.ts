/** What the ingredients of a history work on, and the steps that most of them take. */
import type { Drafting, Message, Tree } from './draft.ts';
import type { Layout } from './layouts.ts';
import { ordinary, type Phrase } from './messages.ts';
import type { Random } from './random.ts';

export interface World {
  readonly random: Random;
  readonly draft: Drafting;
  readonly layout: Layout;
  /** `plain`: no feature depends on anything, and every file of a feature counts. */
  readonly family: Family;
  /** @returns what it has never returned before */
  number(): number;
}

export type Family = 'plain' | 'rules';

/** Folders of features and shared libraries in `tree`. */
export const foldersOf = (tree: Tree): string[] =>
  [...tree.keys()].flatMap((path) => /^(libs\/.+)\/project\.json$/.exec(path)?.[1] ?? []).sort();

/** Folders of features in `tree`. */
export const featureFoldersOf = (tree: Tree): string[] => foldersOf(tree).filter((folder) => !folder.startsWith('libs/shared/'));

/** Names of features in `tree`. */
export const featuresOf = (tree: Tree): string[] =>
  [...tree.keys()].flatMap((path) => {
    const { library, part } = /^libs\/(?<library>[^/]+)\/src\/(?:(?<part>[^/]+)\.)?element\.ts$/.exec(path)?.groups ?? {};
    return library ? [part ? `${library}-${part}` : library] : [];
  });

export const phrase = ({ random, number }: World, folder: string): Phrase => ({
  random,
  number: number(),
  scope: folder.slice(folder.lastIndexOf('/') + 1),
});

/** Mostly a feature's. */
export function someFolder({ random }: World, tree: Tree): string {
  const features = featureFoldersOf(tree);
  return random.pick(features.length && random.chance(0.75) ? features : foldersOf(tree));
}

/** `tree` with one file of `folder` made or changed. */
export function edited({ random, number }: World, tree: Tree, folder: string): Tree {
  const present = [...tree.keys()].filter((path) => path.startsWith(`${folder}/src/`));
  const path = present.length && random.chance(0.6) ? random.pick(present) : `${folder}/src/part-${number()}.ts`;
  return new Map(tree).set(path, `export const state = ${number()};\n`);
}

/** How many seconds pass before a commit: mostly some, often none. */
export const pause = ({ random }: World): number => (random.chance(0.25) ? 0 : random.int(4000));

/** An ordinary commit on `branch`; @returns its id */
export function work(
  world: World,
  branch: string,
  { folder, message, change }: { folder?: string; message?: Message; change?: (tree: Tree, folder: string) => Tree } = {},
): number {
  const tree = world.draft.treeOf(branch);
  const place = folder ?? someFolder(world, tree);
  return world.draft.commit(branch, {
    message: message ?? ordinary(phrase(world, place)),
    tree: change ? change(tree, place) : edited(world, tree, place),
    after: pause(world),
  });
}

/** Without what a merge left of a library whose entry or project file is gone on one side. */
export function swept(tree: Tree): Tree {
  const folders = new Set(foldersOf(tree).filter((folder) => folder.startsWith('libs/shared/') || hasEntry(tree, folder)));
  return new Map([...tree].filter(([path]) => !path.startsWith('libs/') || [...folders].some((folder) => path.startsWith(`${folder}/`))));
}

const hasEntry = (tree: Tree, folder: string): boolean => tree.has(`${folder}/src/element.ts`);

/** A merge of `from` (ids of tips) into `branch`; @returns its id */
export function merge(
  world: World,
  branch: string,
  from: readonly number[],
  { message, tree }: { message?: Message; tree?: (merged: Tree) => Tree } = {},
): number {
  const { draft } = world;
  const into = draft.branches.get(branch)!;
  let merged = draft.get(into).tree;
  for (const tip of from) {
    // Topics of one octopus touch different files, so that each can be merged as if it were alone.
    const alone = draft.merged(into, tip);
    const before = draft.get(into).tree;
    const next = new Map(merged);
    for (const path of new Set([...before.keys(), ...alone.keys()])) {
      const content = alone.get(path);
      if (content === before.get(path)) continue;
      if (content === undefined) next.delete(path);
      else next.set(path, content);
    }
    merged = next;
  }
  return draft.commit(branch, {
    message: message ?? `Merge branch 'topic-${world.number()}'${branch === 'main' ? '' : ` into ${branch}`}`,
    parents: [into, ...from],
    tree: tree ? tree(merged) : swept(merged),
    after: pause(world),
  });
}

/** Forks from the tip of `branch`, works `commits` times, and gives the new tip; the branch that held it is gone. */
export function topic(world: World, branch: string, commits: number): number {
  const { draft } = world;
  const name = `topic-${world.number()}`;
  draft.branches.set(name, draft.branches.get(branch)!);
  for (let count = 0; count < commits; count += 1) work(world, name);
  const tip = draft.branches.get(name)!;
  draft.branches.delete(name);
  return tip;
}
