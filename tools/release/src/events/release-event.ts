/** What happens in a run, as data for whoever watches it. Sentences for people go to `log`; phases are measured by the stopwatch. */
import type { PlannedRelease, UnplannedFeature } from '../plan/plan.ts';

export type FeatureState =
  /** Nx makes its bundle, or takes it from its cache. */
  | 'building'
  /** Its bundle is kept in the store, under its commit. Nothing is public. */
  | 'staged'
  /** The remote has its tag: from here on it will be published, by this run or a later one. */
  | 'tagged'
  /** Its files are being created under the version's URL. */
  | 'publishing'
  /** Its record exists, and with it the version. */
  | 'recorded'
  /** The edge is asked for every file. */
  | 'verifying'
  /** It is in the version list and the index. */
  | 'listed'
  /** Announced, and its receipt is written. */
  | 'finished'
  | 'failed';

export interface Count {
  readonly done: number;
  readonly of: number;
}

export interface FeatureMoved {
  readonly event: 'feature';
  readonly feature: string;
  /** Absent while only the feature is known. */
  readonly version?: string;
  readonly state: FeatureState;
  /** Of `publishing`, which is told once for each file. */
  readonly files?: Count;
  readonly bytes?: Count;
}

export interface Planned {
  readonly event: 'planned';
  /** 1, and one more each time the run plans again. */
  readonly attempt: number;
  readonly releases: readonly Pick<PlannedRelease, 'feature' | 'from' | 'to' | 'bump' | 'channel' | 'tag'>[];
  readonly others: readonly Pick<UnplannedFeature, 'feature' | 'version' | 'why'>[];
}

/** Another push was faster, so the run plans again. */
export interface Replanning {
  readonly event: 'replanning';
  /** The one that begins. */
  readonly attempt: number;
  /** Attempts that there are at most. */
  readonly of: number;
  readonly features: readonly string[];
}

export type ReleaseEvent = FeatureMoved | Planned | Replanning;

/** Called in the order in which things happen; what it throws is a bug. */
export type Watch = (event: ReleaseEvent) => void;

export const unwatched: Watch = () => {};
