/** Everything that a history can be made of, by name: what the coverage of a run is counted in. */
import { changes, ruleChanges } from './changes.ts';
import type { LayoutBranch } from './layouts.ts';
import { messages, ordinary, type Phrase, ruleMessages } from './messages.ts';
import { type Structure, structures } from './structures.ts';
import { ruleTaggings, taggings } from './tagging.ts';
import type { Tree } from './draft.ts';
import { type Family, phrase, someFolder, type World, work } from './world.ts';

export interface Ingredient {
  readonly name: string;
  /** Absent: of every family. */
  readonly family?: Family;
  /** Too costly to occur by chance. */
  readonly isHeavy?: true;
  /** @returns the commits that show it; none when it is not about a commit; `undefined` where there is no place for it */
  readonly add: (world: World, branch: LayoutBranch) => readonly number[] | undefined;
}

type Change = (world: World, tree: Tree, folder: string) => Tree | undefined;

const ofMessages = (table: Readonly<Record<string, (phrase: Phrase) => string>>, family?: Family): Ingredient[] =>
  Object.entries(table).map(([name, write]) => ({
    name,
    ...(family && { family }),
    add: (world, { name: branch }) => {
      const folder = someFolder(world, world.draft.treeOf(branch));
      return [work(world, branch, { folder, message: write(phrase(world, folder)) })];
    },
  }));

const ofChanges = (table: Readonly<Record<string, Change>>, family?: Family): Ingredient[] =>
  Object.entries(table).map(([name, change]) => ({
    name,
    ...(family && { family }),
    ...(name === '10,000 files' && { isHeavy: true }),
    add: (world, { name: branch }) => {
      const before = world.draft.treeOf(branch);
      const folder = someFolder(world, before);
      const tree = change(world, before, folder);
      if (!tree) return undefined;
      return [work(world, branch, { folder, message: ordinary(phrase(world, folder)), change: () => tree })];
    },
  }));

const ofStructures = (table: Readonly<Record<string, Structure>>): Ingredient[] =>
  Object.entries(table).map(([name, structure]) => ({ name, add: (world, { name: branch }) => structure(world, branch) }));

const ofTaggings = (table: typeof taggings | typeof ruleTaggings, family?: Family): Ingredient[] =>
  Object.entries(table).map(([name, add]) => ({ name, ...(family && { family }), add }));

/** What can be added to a branch at any time. */
export const ingredients: readonly Ingredient[] = [
  ...ofChanges(ruleChanges, 'rules'),
  ...ofTaggings(ruleTaggings, 'rules'),
  ...ofMessages(ruleMessages, 'rules'),
  ...ofMessages(messages),
  ...ofChanges(changes),
  ...ofStructures(structures),
  ...ofTaggings(taggings),
];

/** What a history has as a whole, by the way it came about. */
export const circumstances = [
  'first release',
  'release from a release branch',
  'release from a prerelease branch',
  'release from a maintenance branch',
  'release from a channel of its own',
  'promotion by a merge',
  'promotion by a fast-forward',
  'prerelease merged into main',
  'main merged into a prerelease branch',
  'maintenance branch merged into main',
  'checkout behind its branch',
  'version that cannot be had',
] as const;
export type Circumstance = (typeof circumstances)[number];
