/** What both sides are asked about one feature of one history, in a form that can be compared word for word. */

export interface Answer {
  readonly feature: string;
  /** `none`: nothing to release. `not-asked`: for a reason that is stated among the intended differences. */
  readonly outcome: 'release' | 'promotion' | 'none' | 'failed' | 'not-asked';
  readonly from?: string;
  readonly version?: string;
  readonly bump?: string;
  readonly channel?: string | null;
  /** Of the commit that the tag of a promotion names. */
  readonly tagged?: string;
  /** `<hash> own feat…` lines, sorted: each commit since `from` that counts, how, and what it asks for alone. */
  readonly commits?: readonly string[];
  readonly notes?: string;
  /** Why nothing is released, or what was said when it failed. */
  readonly why?: string;
}

/** One line of {@link Answer.commits}. */
export const commitLine = (hash: string, kind: string, bump: string | undefined, through?: string): string =>
  [hash, kind, bump ?? 'nothing', ...(through ? [through] : [])].join(' ');
