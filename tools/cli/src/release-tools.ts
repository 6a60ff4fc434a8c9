/** The real tools that a release works with. */
import { createNxBuilder, type Log, type ReleaseTools, type Stopwatch, type Watch } from '@pintag/release';
import { openAnnouncer } from '@pintag/release/github';
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
  ...(target.keyValues && { keyValues: target.keyValues }),
  builder: createNxBuilder({ env: io.env, log }),
  link: linkElement,
  announcer: openAnnouncer({
    settings: config.github,
    remote: repository.remote,
    env: io.env,
    store: target.store,
    origin: target.edge.origin,
    log,
  }),
  clock: () => new Date(io.now()),
  log,
  sizeBudget: config.sizeBudget,
});
