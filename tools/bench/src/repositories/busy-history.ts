/**
 * The history of a busy repository: merges, tools, documentation, tests and refactorings between what is released, years of release tags, and
 * features that were last touched at very different times, so that nobody gets away with reading the end of the log.
 */
import type { GeneratedCommit, GeneratedFile, GeneratedHistory, GeneratedTag } from './generated-history.ts';
import { message } from './messages.ts';
import { type Random, seeded } from './random.ts';
import { type Library, lockFile, partsOf, readme, sourceFile, specification, twoDigits, workspaceFiles } from './workspace.ts';

export interface BusyOptions {
  readonly features: number;
  readonly libraries: number;
  /** After the first one. */
  readonly commits: number;
  /** How many features have something to release at the end. */
  readonly affected: number;
  readonly seed: string;
}

/** Of all commits. */
const shares = { release: 42, refactor: 14, tools: 13, docs: 11, test: 11, packages: 3, merge: 5, sweep: 1 } as const;

/** A release is run after so many commits. */
const releaseEvery = 400;

/** Seconds since 1970, 2018-01-01T00:00:00Z, and between two commits. */
const start = 1_514_764_800;
const pace = 7_200;

interface Living extends Library {
  /** Position of the last commit that may ask for a release of it. */
  readonly until: number;
  /** Position of the last release run that it takes part in. */
  readonly taggedUntil: number;
}

interface Change {
  readonly head: string;
  readonly files: readonly GeneratedFile[];
  /** What asks for a release, and of which kind. */
  readonly releases?: { readonly library: Living; readonly bump: 'minor' | 'patch' };
}

export function busyHistory(options: BusyOptions): GeneratedHistory {
  const random = seeded(options.seed);
  const workspace = populate(options, random);
  const commits: GeneratedCommit[] = [{ message: 'feat: begin', at: start, files: workspaceFiles(workspace), parents: [] }];
  const ledger = keepLedger(workspace);
  ledger.release(0);

  const add = (text: string, files: readonly GeneratedFile[], parents: readonly number[]): number =>
    commits.push({ message: text, at: start + commits.length * pace, files, parents }) - 1;
  const commit = (parent: number, kind: keyof typeof changes): number => {
    const number = commits.length;
    const { head, files, releases } = changes[kind](workspace, random, number);
    if (releases) ledger.note(releases);
    return add(message(random, head, number), files, [parent]);
  };

  let tip = 0;
  let nextRelease = releaseEvery;
  while (commits.length <= options.commits) {
    const left = options.commits + 1 - commits.length;
    const kind = random.weighted(shares);
    if (kind !== 'merge') tip = commit(tip, kind);
    else if (left >= 4) {
      let side = tip;
      const changed: GeneratedFile[] = [];
      for (let length = 1 + random.below(2); length > 0; length--) {
        side = commit(side, random.pick(['release', 'refactor', 'test']));
        changed.push(...commits[side]!.files);
      }
      tip = commit(tip, 'tools');
      tip = add(`Merge pull request #${commits.length} from school/topic-${commits.length}`, changed, [tip, side]);
    }
    if (tip >= nextRelease) {
      ledger.release(tip);
      nextRelease = tip + releaseEvery;
    }
  }
  return { commits, tags: ledger.tags, base: 0 };
}

/**
 * Features whose last change lies far back import only libraries whose last change lies further back still, or the library would have
 * released them again.
 */
function populate(
  { features: count, libraries, commits, affected }: BusyOptions,
  random: Random,
): { features: Living[]; shared: Living[] } {
  const everyone = affected === count;
  const shared = Array.from({ length: libraries }, (_, index): Living => {
    const until = everyone ? commits : Math.floor((commits * 0.9 * index) / libraries);
    const name = `shared-${twoDigits(index)}`;
    return { name, root: `libs/shared/${name}`, dependencies: [], until, taggedUntil: commits };
  });
  const features = Array.from({ length: count }, (_, index): Living => {
    // The first was never touched again after the first commit.
    const quietAt = Math.floor((commits * 0.97 * index) / count);
    const isAffected = everyone || isOneOf(affected, index, count);
    const until = isAffected ? commits : quietAt;
    const usable = shared.filter((library) => library.until <= until);
    const dependencies = [...new Set(Array.from({ length: 3 }, () => random.pick(usable).name))];
    const name = `feature-${String(index).padStart(3, '0')}`;
    return { name, root: `libs/${name}`, dependencies, until, taggedUntil: isAffected ? quietAt : commits };
  });
  return { features, shared };
}

/** `affected` of them, evenly spread. */
const isOneOf = (affected: number, index: number, count: number): boolean => {
  const step = count / affected;
  return index === Math.floor(Math.floor(index / step) * step + step / 2);
};

type Workspace = ReturnType<typeof populate>;

/** What can happen in a commit. Only `release` asks for one. */
const changes: Readonly<Record<Exclude<keyof typeof shares, 'merge'>, (workspace: Workspace, random: Random, number: number) => Change>> = {
  release({ features, shared }, random, number) {
    const library = random.pick(random.chance(0.1) ? shared : features);
    if (number > library.until) return refactoring(library, random, number);
    const type = random.weighted({ fix: 65, feat: 35 });
    const files = Array.from({ length: 1 + random.below(4) }, (_, index) => sourceFile(library, (number + index) % partsOf.source, number));
    const test = random.chance(0.4) ? [specification(library, number % partsOf.specifications, number)] : [];
    return {
      head: `${type}(${library.name})`,
      files: [...files, ...test],
      releases: { library, bump: type === 'feat' ? 'minor' : 'patch' },
    };
  },
  refactor: ({ features, shared }, random, number) => refactoring(random.pick(random.chance(0.15) ? shared : features), random, number),
  tools: (_workspace, random, number) => ({
    head: `${random.pick(['feat', 'fix', 'build'])}(tools)`,
    files: [{ path: `tools/scripts/task-${random.below(40)}.ts`, text: `export const task = ${number};\n` }],
  }),
  docs({ features }, random, number) {
    const page: GeneratedFile = { path: `docs/page-${random.below(60)}.md`, text: `# Revision ${number}\n` };
    return { head: 'docs', files: random.chance(0.4) ? [page, readme(random.pick(features), number)] : [page] };
  },
  test({ features, shared }, random, number) {
    const library = random.pick(random.chance(0.1) ? shared : features);
    return { head: `test(${library.name})`, files: [specification(library, random.below(partsOf.specifications), number)] };
  },
  packages: (_workspace, _random, number) => ({ head: 'build(deps)', files: [lockFile(number)] }),
  sweep: ({ features }, random, number) => ({
    head: 'refactor',
    files: features.map((library) => sourceFile(library, random.below(partsOf.source), number)),
  }),
};

function refactoring(library: Library, random: Random, number: number): Change {
  const files = Array.from({ length: 1 + random.below(5) }, (_, index) => sourceFile(library, (number + index) % partsOf.source, number));
  return { head: `${random.pick(['refactor', 'style', 'chore'])}(${library.name})`, files };
}

/** Who has what to release, and the tags of the releases so far. */
function keepLedger({ features, shared }: Workspace) {
  const versions = new Map<string, readonly [major: number, minor: number, patch: number]>();
  const pending = new Map<string, 'minor' | 'patch'>();
  const tags: GeneratedTag[] = [];
  const want = (name: string, bump: 'minor' | 'patch') => pending.set(name, pending.get(name) === 'minor' ? 'minor' : bump);

  return {
    tags,
    note({ library, bump }: NonNullable<Change['releases']>): void {
      want(library.name, bump);
      for (const { name, dependencies } of features) if (dependencies.includes(library.name)) want(name, 'patch');
    },
    /** @param commit position */
    release(commit: number): void {
      for (const { name, taggedUntil } of [...features, ...shared]) {
        const bump = pending.get(name);
        const version = versions.get(name);
        if (version && (!bump || commit > taggedUntil)) continue;
        const next = version ? raised(version, bump!) : ([1, 0, 0] as const);
        versions.set(name, next);
        pending.delete(name);
        tags.push({ name: `${name}-v${next.join('.')}`, commit });
      }
    },
  };
}

const raised = ([major, minor, patch]: readonly [number, number, number], bump: 'minor' | 'patch') =>
  bump === 'minor' ? ([major, minor + 1, 0] as const) : ([major, minor, patch + 1] as const);
