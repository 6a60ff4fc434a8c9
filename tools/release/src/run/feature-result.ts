/** What became of a feature in a run, as data for people, CI and `--json`. */
import { PintagError } from '@pintag/cdn';
import type { TagStanding } from '../reconcile/tag-standings.ts';

export type FeatureStatus =
  /** Tagged and published by this run. */
  | 'released'
  /** Tagged by an earlier run, finished by this one. */
  | 'repaired'
  /** This commit's release exists; another or an earlier run made it. */
  | 'already-there'
  /** A descendant of this commit is released already. */
  | 'superseded'
  | 'unchanged'
  /** Left out by request. */
  | 'skipped'
  /** A dry run would release it. */
  | 'planned'
  | 'failed';

export interface FeatureResult {
  readonly feature: string;
  readonly status: FeatureStatus;
  /** Absent when the feature has none (yet). */
  readonly version?: string;
  /** Of the loader; present when the version can be loaded. */
  readonly url?: string;
  /** Of the loader, `sha384-…`; present with `url`. */
  readonly integrity?: string;
  /** Why it failed or nothing was done, one sentence. */
  readonly reason?: string;
  /** Of what the result speaks of, when that is a tag on the released commit that this run did not make: its name, and what the CDN has of it. */
  readonly tag?: string;
  readonly standing?: TagStanding;
  /** Code, remedy and page of a `PintagError`. */
  readonly code?: string;
  readonly remedy?: string;
  readonly page?: string;
  /** Of a failure that is nobody's mistake. */
  readonly stack?: string;
}

export function failedResult(feature: string, version: string | undefined, error: unknown): FeatureResult {
  const about = { feature, status: 'failed', ...(version && { version }) } as const;
  if (error instanceof PintagError) return { ...about, reason: error.message, code: error.code, remedy: error.remedy, page: error.page };
  if (error instanceof Error) return { ...about, reason: error.message, ...(error.stack && { stack: error.stack }) };
  return { ...about, reason: String(error) };
}
