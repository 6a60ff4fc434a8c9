/** Everything outside that a release works with; each can be replaced alone. */
import type { ArtefactStore, Edge, KeyValues } from '@pintag/cdn';
import type { SizeBudget } from '@pintag/runtime/size';
import type { Announcer } from '../announce/announcer.ts';
import type { Repository } from '../git/repository.ts';
import type { Log } from '../events/log.ts';
import type { Builder } from '../publish/builder.ts';
import type { Link } from '../publish/link.ts';
import type { Runtimes } from '../publish/runtime/runtimes.ts';
import type { Watch } from '../events/release-event.ts';
import type { Stopwatch } from '../events/stopwatch.ts';

export interface ReleaseTools {
  readonly repository: Repository;
  readonly store: ArtefactStore;
  readonly edge: Edge;
  /** By which the edge redirects channels; absent: none is configured. */
  readonly keyValues?: KeyValues;
  /** Absent: nothing is built, and what is not staged fails alone (PT_NOT_STAGED). */
  readonly builder?: Builder;
  readonly link: Link;
  readonly announcer: Announcer;
  readonly clock: () => Date;
  readonly log: Log;
  /** Is told how far each feature is. Default: nobody watches. */
  readonly watch?: Watch;
  /** What the run knows of shared runtimes. Default: each step looks for itself. */
  readonly runtimes?: Runtimes;
  /** Measures the phases of a release: `repair`, `plan`, `build`, `tag`, `publish`, `finish`. */
  readonly stopwatch?: Stopwatch;
  /** Features that are published at a time; so many bundles are in memory. Default 4. */
  readonly parallel?: number;
  /** What a page may have to load before a feature shows anything. Default: no limit. */
  readonly sizeBudget?: SizeBudget;
  /**
   * Milliseconds to wait before the edge is asked again for a file it said is missing: somebody may have asked for it too early, and a 404
   * is kept for ten seconds. Default: once, twelve seconds.
   */
  readonly verifyPauses?: readonly number[];
}
