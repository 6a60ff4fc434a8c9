/** How a release goes, a line for each thing worth telling: for logs of CI, and whoever redirects stderr. */
import { untimed } from '@pintag/release';
import type { Io } from './io.ts';
import type { Reporter } from './reporter.ts';
import { createTalk } from './talk.ts';

export const interruption = 'Interrupted. What was done so far is kept; running the same command again finishes it.\n';

export function createPlainLines(io: Io): Reporter {
  const log = createTalk(io, 'text');
  return {
    log,
    watch: (event) => {
      if (event.event !== 'planned' || event.attempt > 1) return;
      const { length } = event.releases;
      if (length > 0) log({ level: 'info', step: 'plan', message: `${length} ${length === 1 ? 'release' : 'releases'} to make.` });
    },
    stopwatch: untimed,
    opened: ({ commit, branch, target }) =>
      log({ level: 'info', step: 'plan', message: `${commit.slice(0, 8)} of ${branch}, to ${target}.` }),
    finished: () => {},
    failed: () => undefined,
    interrupted: () => io.stderr(interruption),
  };
}
