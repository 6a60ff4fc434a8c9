/** A repository as data, before git has seen it. */

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export interface GeneratedCommit {
  readonly message: string;
  /** Seconds since 1970. */
  readonly at: number;
  /** What it changes against its first parent. */
  readonly files: readonly GeneratedFile[];
  /** Positions in the list of commits; none: the first commit. */
  readonly parents: readonly number[];
}

export interface GeneratedTag {
  /** `feature-001-v1.2.0` */
  readonly name: string;
  /** Position in the list of commits. */
  readonly commit: number;
}

export interface GeneratedHistory {
  /** Parents before their children; the last one is the head of `main`. */
  readonly commits: readonly GeneratedCommit[];
  readonly tags: readonly GeneratedTag[];
  /** Position of the oldest commit that is somebody's last release: plans look at what came after it. */
  readonly base: number;
}
