/** What the release asks of git. `openRepository` (local mirror of a real remote) is the one implementation; tests above it may use a fake. */
import type { ProposedMerge } from '../preview/propose-merge.ts';
import type { ReleaseStory } from '../announce/announcer.ts';
import type { Explanation } from '../plan/explain/explanation-schema.ts';
import type { Plan, PlannedRelease } from '../plan/plan.ts';
import type { PlanSelection } from '../plan/planner.ts';
import type { NoteProblem } from './note-problems.ts';
import type { LostRef, RestoreOutcome } from './restore-refs.ts';

/** A release tag of the remote. */
export interface ReleaseTag {
  readonly feature: string;
  readonly version: string;
  /** `questionnaire-v1.1.0` */
  readonly tag: string;
  /** Full hash of the tagged commit. */
  readonly commit: string;
  /** Committer date, ISO 8601 in UTC. */
  readonly committedAt: string;
  /** Run that made it, read from the committer of its note; absent when the tag has no note of ours (pushed by hand, or adopted history). */
  readonly run?: string;
  /** A release branch contains its commit. */
  readonly onReleaseBranch: boolean;
}

export type TagChannels = ReadonlyMap<string, readonly (string | null)[]>;

/** What became of the refs of one planned release when they were pushed. */
export type PushOutcome =
  | { readonly release: PlannedRelease; readonly status: 'pushed' }
  /**
   * Someone else's run has this tag or note, or the push was refused because the remote moved: plan again. `heldBack`: this one is free, and
   * was not pushed because others of the same push were taken.
   */
  | { readonly release: PlannedRelease; readonly status: 'raced'; readonly heldBack?: true }
  /** A hook or a permission says no to this feature's refs; the others are pushed. */
  | { readonly release: PlannedRelease; readonly status: 'refused'; readonly why: string }
  /** semantic-release does not agree with the plan; nothing was pushed for this feature. */
  | { readonly release: PlannedRelease; readonly status: 'failed'; readonly error: Error };

export interface Repository {
  /** Root of the checkout. */
  readonly root: string;
  /** The release commit: full hash of the checkout's HEAD; where a merge is previewed, of what it would make. */
  readonly commit: string;
  readonly branch: string;
  /** URL of the remote, which may hold a credential; absent: it has none. */
  readonly remote?: string;
  /** Of a preview of a pull request: what would be merged. */
  readonly merge?: ProposedMerge;
  /** Run id, unique; the committer of this run's notes carries it. */
  readonly run: string;
  /** Names of the features that the release commit has. */
  features(): Promise<readonly string[]>;
  /** Release tags of the remote as of the last `fetch`, of all features. */
  tags(): Promise<readonly ReleaseTag[]>;
  /** semantic-release's channels that the notes of these tags name, by tag, as of the last `fetch`; `null` is the default one. */
  channels(tags: readonly string[]): Promise<TagChannels>;
  /** Fetches heads, tags and notes into the mirror, in one contact with the remote. */
  fetch(): Promise<void>;
  /** From one read of the history, by semantic-release's own decisions. Nothing leaves the machine. */
  plan(selection?: PlanSelection): Promise<Plan>;
  /**
   * Why a feature is in the plan of this commit, or is not, commit by commit.
   * @throws {PintagError} PT_FEATURE_UNKNOWN
   */
  explain(feature: string): Promise<Explanation>;
  /** What a version brought, read again from the history: of a tag that another run made. */
  story(tag: ReleaseTag): Promise<ReleaseStory>;
  /**
   * Asks the remote whether this run may push tags, without pushing anything: once, before the first build.
   * @throws {PintagError} PT_PUSH_DENIED, PT_REMOTE_UNREACHABLE
   */
  checkPushRight(): Promise<void>;
  /**
   * The commit point of a run: semantic-release makes the tags and notes of `releases`, which have to be of the latest `plan`, and exactly those
   * are pushed, atomically. The releases in the outcomes have notes.
   */
  push(releases: readonly PlannedRelease[]): Promise<readonly PushOutcome[]>;
  /** Notes that do not fit their tags, as of the last `fetch`: what keeps a prerelease branch from its next release. */
  noteProblems(): Promise<readonly NoteProblem[]>;
  /** Makes lost tags and notes again, pushes exactly those, and fetches. Moves and removes nothing. One outcome each, in their order. */
  restore(refs: readonly LostRef[]): Promise<readonly RestoreOutcome[]>;
  /** A checkout of `commit` in a temporary folder inside `root` (so that node_modules is found), removed by `dispose`. */
  checkout(commit: string): Promise<{ readonly root: string; dispose(): Promise<void> }>;
  /**
   * Is the checkout still what was opened? Untracked files below `libs/` count too: a build reads them. Absent: it cannot change.
   * @throws {PintagError} PT_CHECKOUT_MOVED, PT_DIRTY_CHECKOUT
   */
  assertUnchanged?(): Promise<void>;
  /** Removes mirror and clones. */
  close(): Promise<void>;
}
