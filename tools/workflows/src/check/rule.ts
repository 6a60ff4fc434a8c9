/** What a rule of ours is: a pure function over one workflow, with the others at hand. */
import type { KnownAction } from './actions.ts';
import type { Report } from './finding.ts';
import type { Workflow } from './workflow.ts';

export interface Surroundings {
  /** All workflows and actions of the repository, by path. */
  readonly files: ReadonlyMap<string, Workflow>;
  /** Actions that may be used, by name (`actions/checkout`, `actions/cache/restore`). */
  readonly actions: ReadonlyMap<string, KnownAction>;
  /** Names of the scripts in package.json. */
  readonly scripts: ReadonlySet<string>;
}

export interface Rule {
  readonly name: string;
  /** What it keeps from happening, in one sentence; docs/github-actions.md lists it. */
  readonly why: string;
  readonly check: (workflow: Workflow, surroundings: Surroundings) => readonly Report[];
}
