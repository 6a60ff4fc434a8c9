/** What a release would do, as plain data: the same for a pull-request preview, a dry run and a release (design: what releases what). */

export type Bump = 'major' | 'minor' | 'patch';

/** Why a commit counts for a feature. */
export interface Reason {
  readonly kind: 'own' | 'dependency' | 'lock-file' | 'shared-file' | 'promotion';
  readonly commit: string;
  /** First line of the commit message. */
  readonly subject: string;
  /** The file that decided, relative to the repository root; absent for a promotion. */
  readonly file?: string;
  /** From the feature to what changed: `['calendar', 'shared-elements']`, or the package name at the end for a lock-file change. */
  readonly through?: readonly string[];
  /** What this commit alone asks for; absent when its type releases nothing. */
  readonly bump?: Bump;
}

export interface PlannedRelease {
  readonly feature: string;
  readonly element: string;
  /** Absent for a first release. */
  readonly from?: string;
  /** Full hash of the commit that the tag of `from` names. */
  readonly fromCommit?: string;
  readonly to: string;
  readonly bump: Bump;
  /** semantic-release's channel; `null` is the default one. */
  readonly channel: string | null;
  /** `questionnaire-v1.1.0` */
  readonly tag: string;
  /** Newest first, one for a commit. */
  readonly reasons: readonly Reason[];
  /** Markdown, by @semantic-release/release-notes-generator; absent unless asked for, and until the release is tagged. */
  readonly notes?: string;
  /** Paths below the CDN's origin: `/elements/v1.1.0/questionnaire/main.js`. */
  readonly urls: { readonly entry: string; readonly record: string };
  /** Only when the version exists already and comes to another channel by a merge: full hash of the commit that its tag names. Only the note is pushed. */
  readonly promotes?: string;
}

/** A feature without a release in this plan, and why. */
export interface UnplannedFeature {
  readonly feature: string;
  /** Its latest version, when it has one. */
  readonly version?: string;
  /**
   * `unchanged`: no commit counts since the last tag. `superseded`: a descendant of this commit is tagged already.
   * `not-releasing`: commits count, but none has a type that releases, or they were reverted. `other-branch`: the branch is another feature's.
   * `failed`: semantic-release found no valid next version; the other features are planned.
   */
  readonly why: 'unchanged' | 'not-releasing' | 'superseded' | 'other-branch' | 'failed';
  /** The tag that supersedes it. */
  readonly by?: string;
  /** What semantic-release said when it failed. */
  readonly message?: string;
}

export interface Plan {
  /** docs/plan.md says what it promises; docs/plan.schema.json is written from plan-schema.ts. */
  readonly schema: 1;
  /** The release commit: full hash of the checkout's HEAD. */
  readonly commit: string;
  readonly committedAt: string;
  readonly branch: string;
  /** Sorted by feature, as `others` is. */
  readonly releases: readonly PlannedRelease[];
  readonly others: readonly UnplannedFeature[];
  /** Commits since the oldest tag that are not Conventional, newest first: they count for nothing, and people should know. */
  readonly ignored: readonly { readonly commit: string; readonly subject: string }[];
}
