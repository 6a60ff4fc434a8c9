/** Our own rules: what GitHub's language service does not look at. One file each. */
import type { Rule } from './rule.ts';
import { artefactAsData } from './rules/artefact-as-data.ts';
import { cacheWrites } from './rules/cache-writes.ts';
import { calledPermissions } from './rules/called-permissions.ts';
import { concurrency } from './rules/concurrency.ts';
import { failingPipes } from './rules/failing-pipes.ts';
import { keptCredentials } from './rules/kept-credentials.ts';
import { knownCommands } from './rules/known-commands.ts';
import { leastPermissions } from './rules/least-permissions.ts';
import { localActions } from './rules/local-actions.ts';
import { ownVariables } from './rules/own-variables.ts';
import { pinnedActions } from './rules/pinned-actions.ts';
import { protectedRoles } from './rules/protected-roles.ts';
import { pullRequestRights } from './rules/pull-request-rights.ts';
import { pullRequestTarget } from './rules/pull-request-target.ts';
import { runners } from './rules/runners.ts';
import { scriptInjection } from './rules/script-injection.ts';
import { timeouts } from './rules/timeouts.ts';

export const rules: readonly Rule[] = [
  artefactAsData,
  cacheWrites,
  calledPermissions,
  concurrency,
  failingPipes,
  keptCredentials,
  knownCommands,
  leastPermissions,
  localActions,
  ownVariables,
  pinnedActions,
  protectedRoles,
  pullRequestRights,
  pullRequestTarget,
  runners,
  scriptInjection,
  timeouts,
];
