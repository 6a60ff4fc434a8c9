/** What a planner is asked and answers, and what it works with. */
import type { Checkout } from '../git/checkout.ts';
import type { Git } from '../git/git.ts';
import type { Mirror } from '../git/mirror.ts';
import type { BranchSpec, ReleaseBranch } from '../git/release-branches.ts';
import type { Log } from '../events/log.ts';
import type { Stopwatch } from '../events/stopwatch.ts';
import type { Explanation } from './explain/explanation-schema.ts';
import type { MadeRelease } from './make-refs.ts';
import type { Bump, Plan, PlannedRelease } from './plan.ts';
import type { ProjectGraph } from './project-graph.ts';
import type { SemanticReleasePool } from './semantic-release-pool.ts';

export interface PlanConfig {
  /** What a commit counts as for a feature that it reaches through a library or a shared file; `own`: its own bump. Default: `patch`. */
  readonly dependencyBump?: Bump | 'own';
  /** Globs of files that every feature depends on. Default: none. */
  readonly sharedFiles?: readonly string[];
  /** Globs of files that release nothing. Default: `defaultIgnoredFiles`. */
  readonly ignoredFiles?: readonly string[];
}

export interface PlanSelection {
  /** Names of features. */
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  /** Also writes the release notes, which takes a while where many commits count. Default: `false`. */
  readonly notes?: boolean;
}

export interface Planner {
  /** Names of the features that the release commit has. */
  features(): Promise<readonly string[]>;
  plan(selection: PlanSelection): Promise<Plan>;
  /** Why a feature is in the plan, or is not, commit by commit. @throws {PintagError} PT_FEATURE_UNKNOWN */
  explain(feature: string): Promise<Explanation>;
  /** semantic-release makes what there is to push for releases of the latest plan. */
  make(releases: readonly PlannedRelease[]): Promise<readonly MadeRelease[]>;
}

export interface PlannerOptions {
  readonly git: Git;
  readonly log: Log;
  readonly checkout: Checkout;
  readonly mirror: Mirror;
  readonly branch: ReleaseBranch;
  readonly specs: readonly BranchSpec[];
  readonly pool: SemanticReleasePool;
  readonly scratchEnv: Readonly<Record<string, string>>;
  /** For views and clones. */
  readonly folder: string;
  readonly graph: ProjectGraph;
  readonly config: PlanConfig;
  readonly stopwatch?: Stopwatch;
}
