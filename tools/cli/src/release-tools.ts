/** The real tools that a release works with. */
import { createNxBuilder, type Log, type ReleaseTools, type Repository, silentAnnouncer } from '@pintag/release';
import { linkElement } from '@pintag/runtime';
import type { Target } from './target.ts';
import type { Io } from './terminal/io.ts';

export const releaseTools = ({
  repository,
  target,
  io,
  log,
}: {
  readonly repository: Repository;
  readonly target: Target;
  readonly io: Io;
  readonly log: Log;
}): ReleaseTools => ({
  repository,
  store: target.store,
  edge: target.edge,
  builder: createNxBuilder({ env: io.env, log }),
  link: linkElement,
  announcer: silentAnnouncer,
  clock: () => new Date(io.now()),
  log,
});
