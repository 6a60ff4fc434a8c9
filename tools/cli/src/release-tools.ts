/** The real tools that a release works with. */
import { createNxBuilder, type Log, type ReleaseTools, type Stopwatch, type Watch, silentAnnouncer } from '@pintag/release';
import { linkElement } from '@pintag/runtime';
import type { Target } from './target.ts';
import type { Io } from './terminal/io.ts';
import type { Workspace } from './workspace.ts';

export interface ReleaseToolsOptions {
  readonly workspace: Workspace;
  readonly target: Target;
  readonly io: Io;
  readonly log: Log;
  readonly watch?: Watch;
  readonly stopwatch?: Stopwatch;
}

export const releaseTools = ({
  workspace: { repository, config },
  target,
  io,
  log,
  watch,
  stopwatch,
}: ReleaseToolsOptions): ReleaseTools => ({
  ...(watch && { watch }),
  ...(stopwatch && { stopwatch }),
  repository,
  store: target.store,
  edge: target.edge,
  builder: createNxBuilder({ env: io.env, log }),
  link: linkElement,
  announcer: silentAnnouncer,
  clock: () => new Date(io.now()),
  log,
  sizeBudget: config.sizeBudget,
});
