/** Makes the history number so-and-so of a seed: a workspace, branches that work, release and merge, and some ingredients for certain. */
import { createDraft, type Draft, type Tree } from './draft.ts';
import { type Circumstance, type Ingredient, ingredients } from './ingredients.ts';
import { type Layout, type LayoutBranch, layouts } from './layouts.ts';
import { createRandom } from './random.ts';
import { release } from './tagging.ts';
import { type Family, featureFoldersOf, foldersOf, merge, type World, work } from './world.ts';

export interface StaticProject {
  readonly name: string;
  readonly root: string;
  readonly dependencies: readonly string[];
  readonly packages: readonly string[];
}

export interface History {
  readonly seed: number;
  readonly number: number;
  readonly family: Family;
  readonly layout: Layout;
  readonly draft: Draft;
  /** What is checked out: the tip of a branch, or a commit before it. */
  readonly head: { readonly branch: LayoutBranch; readonly commit: number };
  readonly projects: readonly StaticProject[];
  readonly dependencyBump: 'patch' | 'minor' | 'own';
  /** Where each ingredient is. */
  readonly used: readonly { readonly ingredient: string; readonly commits: readonly number[] }[];
  readonly circumstances: readonly Circumstance[];
}

/** Ingredients that a history has for certain, as far as there is a place for them. */
const certain = 10;

export function generateHistory(seed: number, number: number): History {
  const random = createRandom(seed * 7919 + number * 104_729);
  const family: Family = number % 2 ? 'plain' : 'rules';
  const layout = layouts[(number >> 1) % layouts.length]!;
  let counter = 0;
  const draft = createDraft(1_760_000_000 + random.int(10_000_000));
  const world: World = { random, draft, layout, family, number: () => (counter += 1) };
  const used: { ingredient: string; commits: readonly number[] }[] = [];
  const noticed = new Set<Circumstance>();
  const [main, ...others] = layout.branches as readonly [LayoutBranch, ...LayoutBranch[]];

  const add = (ingredient: Ingredient, branch: LayoutBranch) => {
    const commits = ingredient.add(world, branch);
    if (commits) used.push({ ingredient: ingredient.name, commits });
  };
  const usable = ingredients.filter(({ family: only }) => !only || only === family);
  const light = usable.filter(({ isHeavy }) => !isHeavy);
  const step = (branch: LayoutBranch) => (random.chance(0.5) ? void work(world, branch.name) : add(random.pick(light), branch));
  const steps = (branch: LayoutBranch, most: number) => {
    for (let count = random.int(most + 1); count > 0; count -= 1) step(branch);
  };

  draft.commit(main.name, { message: 'feat: begin', tree: firstTree(family) });
  steps(main, 3);
  if (random.chance(0.85)) release(world, main, { share: 0.9 });
  steps(main, 3);
  for (const branch of others.filter(({ kind }) => kind === 'maintenance')) {
    release(world, main, { share: 0.9, bump: 'minor' });
    draft.branches.set(branch.name, draft.branches.get(main.name)!);
  }
  if (others.some(({ kind }) => kind === 'maintenance') && random.chance(0.9)) {
    for (const folder of featureFoldersOf(draft.treeOf(main.name))) work(world, main.name, { folder, message: 'feat!: start over' });
    release(world, main, { share: 1, bump: 'major' });
  }

  for (let round = 2 + random.int(3); round > 0; round -= 1) {
    const branch = random.pick([main, ...others]);
    if (!draft.branches.has(branch.name)) draft.branches.set(branch.name, draft.branches.get(main.name)!);
    steps(branch, 4);
    if (random.chance(0.6)) release(world, branch);
    if (branch !== main && random.chance(branch.kind === 'maintenance' ? 0.25 : 0.5)) join(world, main, branch, noticed);
    else if (branch === main && others.length && random.chance(0.6)) {
      const other = random.pick(others);
      if (!draft.branches.has(other.name) || other.kind === 'maintenance') continue;
      merge(world, other.name, [draft.branches.get(main.name)!], { message: `Merge branch 'main' into ${other.name}` });
      if (other.kind === 'prerelease') noticed.add('main merged into a prerelease branch');
    }
  }

  let branch = random.pick([main, ...layout.branches.filter(({ name }) => draft.branches.has(name))]);
  // The two families begin at opposite ends, so that a few histories have everything.
  const start = (number >> 1) * certain + (family === 'plain' ? usable.length >> 1 : 0);
  for (let offset = 0; offset < certain; offset += 1) add(usable[(start + offset) % usable.length]!, branch);
  if (random.chance(0.8)) work(world, branch.name, { message: `fix: last ${world.number()}` });
  if (branch !== main && branch.kind !== 'maintenance' && random.chance(0.4)) {
    // Main has nothing of its own then: what comes to it was released elsewhere.
    release(world, branch, { share: 0.9 });
    join(world, main, branch, noticed);
    branch = main;
  }
  const commit = goBack(world, branch, noticed);
  return {
    seed,
    number,
    family,
    layout,
    draft,
    head: { branch, commit },
    projects: projectsOf(draft.get(commit).tree),
    dependencyBump: family === 'plain' || random.chance(0.7) ? 'patch' : random.pick(['minor', 'own'] as const),
    used,
    circumstances: [...noticed],
  };
}

/** Brings what `from` has released, and has not, to `main`. */
function join(world: World, main: LayoutBranch, from: LayoutBranch, noticed: Set<Circumstance>): void {
  const { draft, random } = world;
  const [into, tip] = [draft.branches.get(main.name)!, draft.branches.get(from.name)!];
  if (draft.ancestors(into).has(tip)) return;
  const isAhead = draft.ancestors(tip).has(into);
  if (isAhead && random.chance(0.5)) draft.branches.set(main.name, tip);
  else merge(world, main.name, [tip], { message: random.pick([`Merge branch '${from.name}'`, `feat: all of ${from.name}`]) });
  if (from.kind === 'release') noticed.add(draft.branches.get(main.name) === tip ? 'promotion by a fast-forward' : 'promotion by a merge');
  else noticed.add(from.kind === 'prerelease' ? 'prerelease merged into main' : 'maintenance branch merged into main');
}

/** Now and then the checkout is behind its branch, with and without a release in between. */
function goBack(world: World, branch: LayoutBranch, noticed: Set<Circumstance>): number {
  const { draft, random } = world;
  const tip = draft.branches.get(branch.name)!;
  if (!random.chance(0.12)) return tip;
  noticed.add('checkout behind its branch');
  work(world, branch.name);
  if (random.chance(0.5)) release(world, branch, { share: 0.5 });
  return tip;
}

function firstTree(family: Family): Tree {
  const needs = (...dependencies: string[]) => (family === 'plain' ? [] : dependencies);
  const project = (name: string, dependencies: readonly string[], packages: readonly string[]) =>
    JSON.stringify({ name, dependencies, packages: family === 'plain' ? [] : packages });
  const versions = { '@angular/core': '22.1.7', dates: '1.0.0', zones: '2.0.0', vitest: '4.0.0' };
  const packages = Object.fromEntries(
    Object.entries(versions).map(([name, version]) => [
      `node_modules/${name}`,
      { version, ...(name === 'dates' && { dependencies: { zones: '2' } }) },
    ]),
  );
  return new Map([
    ['libs/questionnaire/project.json', project('questionnaire', needs('ui'), ['@angular/core'])],
    ['libs/questionnaire/src/element.ts', 'export {};\n'],
    ['libs/calendar/project.json', project('calendar', needs('kit', 'ui'), ['dates'])],
    ['libs/calendar/src/element.ts', 'export {};\n'],
    ['libs/booking/project.json', project('booking', [], [])],
    ['libs/booking/src/element.ts', 'export {};\n'],
    ['libs/shared/ui/project.json', project('ui', needs('kit'), [])],
    ['libs/shared/ui/src/index.ts', 'export {};\n'],
    ['libs/shared/kit/project.json', project('kit', [], ['zones'])],
    ['libs/shared/kit/src/index.ts', 'export {};\n'],
    ['package-lock.json', JSON.stringify({ lockfileVersion: 3, packages })],
  ]);
}

/** Each project file says what its folder depends on; of two with one name, as after a careless merge, the first counts. */
function projectsOf(tree: Tree): readonly StaticProject[] {
  const projects = new Map<string, StaticProject>();
  for (const root of foldersOf(tree)) {
    const project = JSON.parse(tree.get(`${root}/project.json`)!) as Omit<StaticProject, 'root'>;
    if (!projects.has(project.name)) projects.set(project.name, { ...project, root });
  }
  return [...projects.values()];
}
