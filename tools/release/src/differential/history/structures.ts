/** Shapes of the commit graph: merges, reverts and odd clocks. Each gives the ids of the commits that show it, or `undefined` where it cannot. */
import type { DraftCommit } from './draft.ts';
import { ordinary } from './messages.ts';
import { edited, foldersOf, merge, pause, phrase, someFolder, swept, topic, type World, work } from './world.ts';

export type Structure = (world: World, branch: string) => readonly number[] | undefined;

const tipOf = ({ draft }: World, branch: string): number => draft.branches.get(branch)!;
const some = ({ random }: World): number => 1 + random.int(3);

/** What `branch` contains and has one parent, newest first, without what began as `Revert`. */
const revertable = (world: World, branch: string): DraftCommit[] =>
  [...world.draft.ancestors(tipOf(world, branch))]
    .sort((a, b) => b - a)
    .map((id) => world.draft.get(id))
    .filter(({ parents, subject }) => parents.length === 1 && subject !== '' && !subject.startsWith('Revert'));

/** Undoes `commit` file by file, on the tip of `branch`. */
function revert(world: World, branch: string, commit: DraftCommit, style: 'git' | 'type'): number {
  const { draft } = world;
  const after = commit.tree;
  const before = draft.get(commit.parents[0]!).tree;
  const tree = new Map(draft.treeOf(branch));
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const content = before.get(path);
    if (content === after.get(path)) continue;
    if (content === undefined) tree.delete(path);
    else tree.set(path, content);
  }
  const reversing = commit.parents.length > 1 ? `, reversing\nchanges made to ${'0'.repeat(40)}` : '';
  const subject = style === 'git' ? `Revert "${commit.subject}"` : `revert: ${commit.subject}`;
  return draft.commit(branch, {
    subject,
    message: { quotes: [commit.id], write: ([hash]) => `${subject}\n\nThis reverts commit ${hash}${reversing}.` },
    tree: swept(tree),
    after: pause(world),
  });
}

/** Commits first, so that what is reverted was not released; then something else, so that they are not neighbours. */
function freshRevert(world: World, branch: string, style: 'git' | 'type'): readonly number[] {
  const reverted = world.draft.get(work(world, branch));
  if (world.random.chance(0.5)) work(world, branch);
  return [revert(world, branch, reverted, style)];
}

function mergeTopic(world: World, branch: string): readonly [number] {
  const tip = topic(world, branch, some(world));
  if (world.random.chance(0.7)) work(world, branch);
  return [merge(world, branch, [tip])];
}

export const structures = {
  merge: mergeTopic,
  'octopus merge': (world, branch) => {
    const tips = Array.from({ length: 2 + world.random.int(2) }, () => topic(world, branch, some(world)));
    return [merge(world, branch, tips)];
  },
  'merge of a merge': (world, branch) => {
    const outer = `outer-${world.number()}`;
    world.draft.branches.set(outer, tipOf(world, branch));
    work(world, outer);
    const inner = merge(world, outer, [topic(world, outer, some(world))]);
    const tip = tipOf(world, outer);
    world.draft.branches.delete(outer);
    work(world, branch);
    return [inner, merge(world, branch, [tip])];
  },
  'merge with -s ours': (world, branch) => {
    const tip = topic(world, branch, some(world));
    work(world, branch);
    const own = world.draft.treeOf(branch);
    return [merge(world, branch, [tip], { tree: () => own })];
  },
  'merge whose message is Conventional': (world, branch) => {
    const tip = topic(world, branch, some(world));
    work(world, branch);
    const message = ordinary(phrase(world, someFolder(world, world.draft.treeOf(branch))));
    return [merge(world, branch, [tip], { message })];
  },
  'merge that changes more': (world, branch) => {
    const tip = topic(world, branch, some(world));
    work(world, branch);
    const message = `fix: conflict ${world.number()}`;
    return [merge(world, branch, [tip], { message, tree: (tree) => edited(world, swept(tree), someFolder(world, tree)) })];
  },
  'merge the wrong way round': (world, branch) => {
    // The topic is the first parent, as after `git merge main` and a fast-forward of main (a foxtrot merge).
    const tip = topic(world, branch, some(world));
    const before = tipOf(world, branch);
    const tree = swept(world.draft.merged(tip, before));
    if (before === tip) return undefined;
    return [world.draft.commit(branch, { message: `feat: foxtrot ${world.number()}`, parents: [tip, before], tree, after: pause(world) })];
  },
  'merge of an unrelated history': (world, branch) => {
    const { draft } = world;
    const name = `unrelated-${world.number()}`;
    const folder = someFolder(world, draft.treeOf(branch));
    const root = draft.commit(name, {
      message: ordinary(phrase(world, folder)),
      parents: [],
      tree: new Map([[`${folder}/src/from-afar-${world.number()}.ts`, `${world.number()}\n`]]),
      after: pause(world),
    });
    const tip = world.random.chance(0.5) ? work(world, name, { folder }) : root;
    draft.branches.delete(name);
    return [root, merge(world, branch, [tip])];
  },
  'revert by git': (world, branch) => freshRevert(world, branch, 'git'),
  'revert as a type': (world, branch) => freshRevert(world, branch, 'type'),
  'revert of something older': (world, branch) => {
    const found = revertable(world, branch).filter(({ tree }) => foldersOf(tree).length > 0);
    return found.length ? [revert(world, branch, world.random.pick(found), 'git')] : undefined;
  },
  'revert of a revert': (world, branch) => {
    const [first] = freshRevert(world, branch, 'git');
    return [revert(world, branch, world.draft.get(first!), 'git')];
  },
  'revert of a merge': (world, branch) => {
    const [merged] = mergeTopic(world, branch);
    return [revert(world, branch, world.draft.get(merged), 'git')];
  },
  'revert on another branch than the reverted': (world, branch) => {
    const reverted = world.draft.get(work(world, branch));
    const name = `topic-${world.number()}`;
    world.draft.branches.set(name, reverted.id);
    const id = revert(world, name, reverted, 'git');
    world.draft.branches.delete(name);
    work(world, branch);
    return [id, merge(world, branch, [id])];
  },
  'revert that names the wrong commit': (world, branch) => {
    const reverted = world.draft.get(work(world, branch));
    const other = world.draft.get(work(world, branch));
    const subject = `Revert "${reverted.subject}"`;
    const tree = edited(world, world.draft.treeOf(branch), someFolder(world, world.draft.treeOf(branch)));
    return [
      world.draft.commit(branch, {
        subject,
        message: { quotes: [other.id], write: ([hash]) => `${subject}\n\nThis reverts commit ${hash}.` },
        tree,
        after: pause(world),
      }),
    ];
  },
  'revert that touches more': (world, branch) => {
    const reverted = world.draft.get(work(world, branch));
    const subject = `Revert "${reverted.subject}"`;
    const tree = world.draft.get(reverted.parents[0]!).tree;
    return [
      world.draft.commit(branch, {
        subject,
        message: { quotes: [reverted.id], write: ([hash]) => `${subject}\n\nThis reverts commit ${hash}.` },
        tree: edited(world, tree, someFolder(world, tree)),
        after: pause(world),
      }),
    ];
  },
  'same second': (world, branch) => {
    const folder = someFolder(world, world.draft.treeOf(branch));
    const message = `fix: at once`;
    return [1, 2, 3].map(() => world.draft.commit(branch, { message, tree: edited(world, world.draft.treeOf(branch), folder), after: 0 }));
  },
  'same second on two branches': (world, branch) => {
    const tips = [1, 2].map(() => {
      const name = `topic-${world.number()}`;
      world.draft.branches.set(name, tipOf(world, branch));
      const folder = someFolder(world, world.draft.treeOf(branch));
      const tip = world.draft.commit(name, {
        message: 'fix: at once, elsewhere',
        tree: edited(world, world.draft.treeOf(branch), folder),
        after: 0,
      });
      world.draft.branches.delete(name);
      return tip;
    });
    return [...tips, merge(world, branch, tips)];
  },
  'clock that went back': (world, branch) => {
    const tree = world.draft.treeOf(branch);
    const folder = someFolder(world, tree);
    return [world.draft.commit(branch, { message: `feat: before ${world.number()}`, tree: edited(world, tree, folder), after: -90_000 })];
  },
  'clock that went back on a topic': (world, branch) => {
    const name = `topic-${world.number()}`;
    world.draft.branches.set(name, tipOf(world, branch));
    const tree = world.draft.treeOf(name);
    const odd = world.draft.commit(name, {
      message: `fix: before ${world.number()}`,
      tree: edited(world, tree, someFolder(world, tree)),
      after: -400_000,
    });
    const tip = work(world, name);
    world.draft.branches.delete(name);
    work(world, branch);
    return [odd, merge(world, branch, [tip])];
  },
  'message in another encoding': (world, branch) => {
    const tree = world.draft.treeOf(branch);
    const folder = someFolder(world, tree);
    return [
      world.draft.commit(branch, {
        message: `feat: Gr\u00fc\u00dfe ${world.number()}`,
        encoding: 'ISO-8859-1',
        tree: edited(world, tree, folder),
        after: pause(world),
      }),
    ];
  },
} as const satisfies Readonly<Record<string, Structure>>;
