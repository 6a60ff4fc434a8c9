/** What a measured process is told, and what it says when it is done; as JSON in its arguments and its last line. */
import type { LocalAddresses } from '@pintag/local';
import * as v from 'valibot';

export interface ReleaseJob {
  readonly checkout: string;
  /** Of the remote. */
  readonly url: string;
  readonly features: readonly string[];
  /** Store and edge; only pintag publishes. */
  readonly addresses: LocalAddresses;
}

const report = v.object({
  /** How many versions were released. */
  released: v.number(),
  /** How often it planned again because another push was faster. */
  replans: v.number(),
});
export type ReleaseReport = v.InferOutput<typeof report>;

export const parseReport = (stdout: string): ReleaseReport => v.parse(report, JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
