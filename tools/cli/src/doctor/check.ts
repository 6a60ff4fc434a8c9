/** What `pintag doctor` looks at, one check a thing, and what a check may say. */

/** What a check found out. */
export type Verdict =
  | { readonly outcome: 'ok'; readonly found: string }
  /** Nothing is broken by it today. */
  | { readonly outcome: 'warning'; readonly found: string; readonly remedy: string }
  | { readonly outcome: 'failed'; readonly found: string; readonly remedy: string }
  /** There is nothing to look at, or no right to. */
  | { readonly outcome: 'skipped'; readonly why: string };

export type Outcome = Verdict['outcome'];

export interface Check {
  /** Stable, for monitors: `store-policy`. */
  readonly name: string;
  /** Milliseconds that it may take. */
  readonly limit: number;
  /** What it throws is a failure. It is left to itself when it takes too long; `signal` tells it so. */
  readonly look: (signal: AbortSignal) => Promise<Verdict>;
}

/** A check of what is known without looking. */
export const said = (name: string, verdict: Verdict): Check => ({ name, limit: 1_000, look: async () => verdict });

export type Finding = Verdict & {
  readonly name: string;
  /** Milliseconds. */
  readonly durationMs: number;
};

export interface Diagnosis {
  readonly schema: 1;
  /** Nothing failed; there may be warnings. */
  readonly ok: boolean;
  /** In a fixed order, whichever ended first. */
  readonly checks: readonly Finding[];
}
