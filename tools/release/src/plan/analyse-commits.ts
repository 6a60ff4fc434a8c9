/** What a feature's commits ask for together, and what its release notes say: semantic-release's analyser and generator, for the plan and for the release alike. */
import createPreset, { DEFAULT_COMMIT_TYPES } from 'conventional-changelog-conventionalcommits';
import { analysisOpts, isRevert, isSkipped, parserOpts, subjectOf } from './commit-bump.ts';
import type { Bump } from './plan.ts';

export interface FeatureCommits {
  /** Hashes of the commits that count with their own bump. */
  readonly own: readonly string[];
  /** Commits that count by way of something else. */
  readonly inherited: readonly InheritedCommit[];
  /** Hashes of what does not count and is taken back by one of `inherited`, so that neither does. */
  readonly takenBack: readonly string[];
}

export interface InheritedCommit {
  readonly hash: string;
  /** What it counts as here; `own`: what it asks for by itself. */
  readonly as: Bump | 'own';
  /** What changed: a library, a package, a shared file. */
  readonly scope: string;
  /** How the feature comes to depend on it, for people. */
  readonly via: string;
}

/** Hashes, so that a revert comes before what it takes back. */
export const allOf = ({ own, inherited, takenBack }: FeatureCommits): readonly string[] => [
  ...own,
  ...inherited.map(({ hash }) => hash),
  ...takenBack,
];

export interface Message {
  readonly hash: string;
  readonly message: string;
}

const order: readonly Bump[] = ['patch', 'minor', 'major'];
const strongest = (bumps: readonly (string | null | undefined)[]): Bump | undefined => order.findLast((bump) => bumps.includes(bump));

/**
 * A commit and its revert cancel each other out, also among the commits that count by way of something else.
 * @param commits newest first, as plain text
 */
export async function analyzeAll(
  { own, inherited, takenBack }: FeatureCommits,
  commits: readonly Message[],
  cwd: string,
): Promise<Bump | undefined> {
  const { analyzeCommits } = await import('@semantic-release/commit-analyzer');
  // Silent: the plan says of each commit what it counts for.
  const context = { logger: { log: () => undefined }, cwd };
  const heard = commits.filter(({ message }) => !isSkipped(message));
  const ask = (hashes: Iterable<string>) => {
    const wanted = new Set(hashes);
    return analyzeCommits({ parserOpts: analysisOpts }, { ...context, commits: heard.filter(({ hash }) => wanted.has(hash)) });
  };
  const asked = [await ask(own)];
  for (const [as, some] of Map.groupBy(inherited, (commit) => commit.as)) {
    const bump = await ask([...some.map(({ hash }) => hash), ...takenBack]);
    if (bump !== null) asked.push(as === 'own' ? bump : as);
  }
  return strongest(asked);
}

/** The same, from what is known of each commit alone, as far as no revert is among them. */
export async function analyzeKnown(
  commits: FeatureCommits,
  known: { readonly bumpOf: (hash: string) => Bump | undefined; readonly messageOf: (hash: string) => string },
  cwd: string,
): Promise<Bump | undefined> {
  const { own, inherited } = commits;
  const all = allOf(commits);
  if (all.some((hash) => isRevert(known.messageOf(hash)))) {
    const messages = all.map((hash) => ({ hash, message: known.messageOf(hash) }));
    return analyzeAll(commits, messages, cwd);
  }
  const asked = inherited.map(({ hash, as }) => (as === 'own' || !known.bumpOf(hash) ? known.bumpOf(hash) : as));
  return strongest([...own.map(known.bumpOf), ...asked]);
}

export interface NotesContext {
  readonly commits: readonly Message[];
  readonly lastRelease: object;
  readonly nextRelease: object;
  readonly options: { readonly repositoryUrl: string };
  readonly cwd: string;
}

/**
 * Commits that count by way of something else get a section of their own, without the breaking changes they are for others.
 * @param options.hasPages whether commits and versions have pages below the repository's URL that notes can link to
 */
export async function writeNotes(
  { own, inherited, takenBack }: FeatureCommits,
  context: NotesContext,
  { hasPages }: { readonly hasPages: boolean },
): Promise<string> {
  const { generateNotes } = await import('@semantic-release/release-notes-generator');
  const isOwn = new Set(own);
  const others = new Map(inherited.map((commit) => [commit.hash, commit]));
  // The generator would not know a commit and its revert again once they are written as changes of a dependency.
  const remaining = await withoutReverted(
    context.commits.filter(({ hash }) => isOwn.has(hash) || others.has(hash) || takenBack.includes(hash)),
  );
  const commits = remaining.flatMap((commit) => {
    if (isOwn.has(commit.hash)) return [commit];
    const other = others.get(commit.hash);
    return other ? [{ ...commit, message: `dependency(${other.scope}): ${bare(subjectOf(commit.message))} (${other.via})` }] : [];
  });
  return generateNotes(
    { parserOpts, writerOpts, linkReferences: hasPages, ...(!hasPages && { linkCompare: false }) },
    { ...context, commits },
  );
}

/** @param commits reverts before what they revert */
async function withoutReverted<C extends Message>(commits: readonly C[]): Promise<readonly C[]> {
  if (!commits.some(({ message }) => isRevert(message))) return commits;
  const [{ CommitParser }, { filterRevertedCommitsSync }] = await Promise.all([
    import('conventional-commits-parser'),
    import('conventional-commits-filter'),
  ]);
  const parser = new CommitParser(analysisOpts);
  const parsed = commits.filter(({ message }) => message.trim()).map((commit) => ({ ...parser.parse(commit.message), hash: commit.hash }));
  const left = new Set(Array.from(filterRevertedCommitsSync(parsed), ({ hash }) => hash));
  return commits.filter(({ hash }) => left.has(hash));
}

const { writer: writerOpts } = createPreset({ types: [...DEFAULT_COMMIT_TYPES, { type: 'dependency', section: 'Dependencies' }] });

/**
 * `feat(ui)!: round corners` → `round corners`. What looks like the end of a type within it, as of a commit that is reverted, would be taken
 * for the end of ours: there the space becomes one that does not break.
 */
const bare = (subject: string): string => (parserOpts.headerPattern.exec(subject)?.[3] ?? subject).replace(/(\)!?:) /g, '$1\u00A0');
