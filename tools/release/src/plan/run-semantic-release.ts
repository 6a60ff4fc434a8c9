/** One run of semantic-release for one feature, in a scratch clone that can reach nothing but its view of the history. */
import { Writable } from 'node:stream';
import { analyzeCommits } from '@semantic-release/commit-analyzer';
import { generateNotes } from '@semantic-release/release-notes-generator';
import createPreset, { DEFAULT_COMMIT_TYPES } from 'conventional-changelog-conventionalcommits';
import semanticRelease, { type Options } from 'semantic-release';
import type { BranchSpec } from '../git/release-branches.ts';
import { plainMessage } from '../git/plain-message.ts';
import { parserOpts, subjectOf } from './commit-bump.ts';
import type { Bump } from './plan.ts';

/** Plain data: it travels to a worker. */
export interface ScratchJob {
  /** The scratch clone. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly branches: readonly BranchSpec[];
  /** `questionnaire-v${version}` */
  readonly tagFormat: string;
  readonly repositoryUrl: string;
  /** Whether commits and versions have pages below `repositoryUrl` that notes can link to. */
  readonly hasPages: boolean;
  /** Hashes of the commits that count with their own bump. */
  readonly own: readonly string[];
  /** Commits that count by way of something else. */
  readonly inherited: readonly InheritedCommit[];
}

export interface InheritedCommit {
  readonly hash: string;
  readonly bump: Bump;
  /** What changed: a library, a package, a shared file. */
  readonly scope: string;
  /** How the feature comes to depend on it, for people. */
  readonly via: string;
}

export type ScratchOutcome = { readonly output: string } & (
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'release' | 'promotion';
      readonly from?: string;
      readonly version: string;
      readonly bump: Bump;
      readonly channel: string | null;
      readonly tag: string;
      readonly notes: string;
      /** Hashes that semantic-release found since `from`, whether or not they count. */
      readonly commits: readonly string[];
    }
  | { readonly kind: 'failed'; readonly code?: string; readonly why: string }
);

interface Context {
  readonly commits: readonly { readonly hash: string; readonly message: string }[];
  readonly lastRelease: { readonly version?: string };
  readonly nextRelease: {
    readonly version: string;
    readonly type: string;
    readonly channel?: string | null;
    readonly gitTag: string;
    readonly notes?: string;
  };
  readonly options: { readonly repositoryUrl: string };
  readonly cwd: string;
}

export async function runSemanticRelease(job: ScratchJob): Promise<ScratchOutcome> {
  const output = new Collected();
  let found: ScratchOutcome = { kind: 'nothing', output: '' };
  const keep = (kind: 'release' | 'promotion') => (_: unknown, context: Context) => {
    found = { ...released(kind, context), output: '' };
  };
  const plugin = {
    analyzeCommits: (_: unknown, context: Context) => analyze(job, context),
    generateNotes: (_: unknown, context: Context) => writeNotes(job, context),
    addChannel: keep('promotion'),
    publish: keep('release'),
  };
  // `ci: false`: what decides whether this is a release run is ours to know, not a CI server's variables.
  const options = { branches: job.branches, tagFormat: job.tagFormat, repositoryUrl: job.repositoryUrl, ci: false, plugins: [plugin] };
  const streams = output as unknown as NodeJS.WriteStream;
  try {
    // Two casts: the published types know neither inline plugins nor that any Writable will do.
    await semanticRelease(options as unknown as Options, { cwd: job.cwd, env: { ...job.env }, stdout: streams, stderr: streams });
    return { ...found, output: output.text };
  } catch (error) {
    return { kind: 'failed', ...reasonOf(error), output: output.text };
  }
}

const released = (kind: 'release' | 'promotion', { lastRelease, nextRelease, commits }: Context) => ({
  kind,
  ...(lastRelease.version !== undefined && { from: lastRelease.version }),
  version: nextRelease.version,
  // Of a promotion it is the difference of two versions, such as `preminor`.
  bump: nextRelease.type.replace(/^pre(?=m|p)/, '').replace('release', 'patch') as Bump,
  channel: nextRelease.channel ?? null,
  tag: nextRelease.gitTag,
  notes: nextRelease.notes ?? '',
  commits: commits.map(({ hash }) => hash),
});

const order: readonly Bump[] = ['patch', 'minor', 'major'];

async function analyze({ own, inherited }: ScratchJob, { commits, cwd }: Context): Promise<string | null> {
  const isOwn = new Set(own);
  const bumps = new Map(inherited.map(({ hash, bump }) => [hash, bump]));
  // Silent: the plan says of each commit what it counts for.
  const logger = { log: () => undefined };
  const ask = (some: Context['commits']) => analyzeCommits({ parserOpts }, { commits: some.map(plain), logger, cwd });

  const asked = [await ask(commits.filter(({ hash }) => isOwn.has(hash)))];
  for (const bump of order) {
    // Analyzed as well, so that a commit and its revert cancel each other out here too.
    const some = commits.filter(({ hash }) => bumps.get(hash) === bump);
    if (some.length && (await ask(some)) !== null) asked.push(bump);
  }
  return order.findLast((bump) => asked.includes(bump)) ?? null;
}

/** Commits that count by way of something else get a section of their own, without the breaking changes they are for others. */
async function writeNotes(job: ScratchJob, context: Context): Promise<string> {
  const isOwn = new Set(job.own);
  const inherited = new Map(job.inherited.map((commit) => [commit.hash, commit]));
  const commits = context.commits.flatMap((commit) => {
    if (isOwn.has(commit.hash)) return [plain(commit)];
    const other = inherited.get(commit.hash);
    return other ? [{ ...commit, message: `dependency(${other.scope}): ${bare(subjectOf(plain(commit).message))} (${other.via})` }] : [];
  });
  return generateNotes({ parserOpts, writerOpts, linkReferences: job.hasPages, linkCompare: job.hasPages }, { ...context, commits });
}

const { writer: writerOpts } = createPreset({ types: [...DEFAULT_COMMIT_TYPES, { type: 'dependency', section: 'Dependencies' }] });

/** As the history was read, so that both find the same in it. */
const plain = <C extends { readonly message: string }>(commit: C): C => ({ ...commit, message: plainMessage(commit.message) });
/** `feat(ui)!: round corners` → `round corners` */
const bare = (subject: string): string => parserOpts.headerPattern.exec(subject)?.[3] ?? subject;

function reasonOf(error: unknown): { readonly code?: string; readonly why: string } {
  const first: unknown = hasErrors(error) ? error.errors[0] : error;
  if (!(first instanceof Error)) return { why: String(first) };
  // git's words for it name no commit, and say nothing of the version that cannot be had.
  const taken = /tag '(?<tag>[^']+)' already exists/.exec(first.message)?.groups?.['tag'];
  if (taken !== undefined)
    return { why: `the next version is ${taken}, which is a tag already, of a commit that does not lead to this one` };
  const code = 'code' in first && typeof first.code === 'string' ? first.code : undefined;
  return { ...(code !== undefined && { code }), why: first.message };
}

const hasErrors = (error: unknown): error is { readonly errors: readonly unknown[] } =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors);

class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
