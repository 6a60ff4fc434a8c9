/** What the table and the process that releases say to each other. */
import type { GithubRepository } from '../announce/github/github-client.ts';
import type { FeatureResult } from '../run/feature-result.ts';
import type { PartyCall } from './external-call.ts';
import type { FaultKind } from './fault.ts';

export interface SmallRelease {
  readonly checkout: string;
  readonly run: string;
  readonly store: {
    readonly endpoint: string;
    readonly region: string;
    readonly bucket: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    /** It lacks what Ceph lacks, and has no edge: the store's own content stands for what is served. */
    readonly isCeph: boolean;
  };
  readonly cloudfront: {
    readonly endpoint: string;
    readonly distributionId: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  readonly edgeOrigin: string;
  /** Who is told. */
  readonly github: GithubRepository & { readonly token: string };
  /** File that semantic-release's decisions are recorded in. */
  readonly recordings: string;
  /** semantic-release's `branches`; default: `main`. */
  readonly branches?: readonly string[];
  /** Where mirror and clones live; default: inside the checkout. */
  readonly tempDir?: string;
  /** Milliseconds. */
  readonly limits: { readonly request: number; readonly git: number };
  /** For a call that is no request: the process does it to itself. */
  readonly fault?: { readonly name: string; readonly occurrence: number; readonly kind: FaultKind };
}

export interface Ended {
  /** The exit code would be 0. */
  readonly ok: boolean;
  readonly features: readonly FeatureResult[];
  /** What the release threw. */
  readonly failure?: { readonly message: string; readonly code?: string };
}

export type Line = { readonly call: PartyCall } | { readonly ended: Ended };
