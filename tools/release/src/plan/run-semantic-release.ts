/** One run of semantic-release for one feature, in a scratch clone that can reach nothing but its view of the history. */
import { Writable } from 'node:stream';
import semanticRelease, { type Options } from 'semantic-release';
import { plainMessage } from '../git/plain-message.ts';
import type { BranchSpec } from '../git/release-branches.ts';
import { allOf, analyzeAll, type FeatureCommits, type Message, type NotesContext, writeNotes } from './analyse-commits.ts';
import { type DecidedVersion, plainBump, reasonOf } from './decide-version.ts';

/** Plain data: it travels to a worker. */
export interface ScratchJob extends FeatureCommits {
  /** The scratch clone. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly branches: readonly BranchSpec[];
  /** `questionnaire-v${version}` */
  readonly tagFormat: string;
  readonly repositoryUrl: string;
  /** Whether commits and versions have pages below `repositoryUrl` that notes can link to. */
  readonly hasPages: boolean;
}

export type ScratchOutcome = { readonly output: string } & (
  | { readonly kind: 'nothing' }
  | ({ readonly kind: 'release' | 'promotion'; readonly notes: string } & DecidedVersion)
  | { readonly kind: 'failed'; readonly code?: string; readonly why: string }
);

interface Context extends NotesContext {
  readonly lastRelease: { readonly version?: string };
  readonly nextRelease: {
    readonly version: string;
    readonly type: string;
    readonly channel?: string | null;
    readonly gitTag: string;
    readonly notes?: string;
  };
}

export async function runSemanticRelease(job: ScratchJob): Promise<ScratchOutcome> {
  const output = new Collected();
  let found: ScratchOutcome = { kind: 'nothing', output: '' };
  const keep = (kind: 'release' | 'promotion') => (_: unknown, context: Context) => {
    found = { kind, ...released(context), output: '' };
  };
  // A promotion comes first; what is in its version was told when that was released on its own channel.
  let isPromotion = true;
  const plugin = {
    analyzeCommits: async (_: unknown, { commits, cwd }: Context) => {
      isPromotion = false;
      return (await analyzeAll(job, asPlanned(job, commits), cwd)) ?? null;
    },
    generateNotes: (_: unknown, context: Context) =>
      writeNotes(job, { ...context, commits: isPromotion ? [] : context.commits.map(plain) }, job),
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

const released = ({ lastRelease, nextRelease }: Context): DecidedVersion & { readonly notes: string } => ({
  ...(lastRelease.version !== undefined && { from: lastRelease.version }),
  version: nextRelease.version,
  bump: plainBump(nextRelease.type),
  channel: nextRelease.channel ?? null,
  tag: nextRelease.gitTag,
  notes: nextRelease.notes ?? '',
});

/** In the plan's order, which no clock decides: a revert has to come before what it reverts. */
function asPlanned(job: FeatureCommits, commits: readonly Message[]): Message[] {
  const byHash = new Map(commits.map((commit) => [commit.hash, commit]));
  return allOf(job).flatMap((hash) => {
    const commit = byHash.get(hash);
    return commit ? [plain(commit)] : [];
  });
}

/** As the history was read, so that both find the same in it. */
const plain = <C extends Message>(commit: C): C => ({ ...commit, message: plainMessage(commit.message) });

class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
