/** The part of AWS's policy grammar that the stack's documents use. */

export type OneOrMore = string | readonly string[];

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Absent in what a role may do; there the role itself is who asks. */
  readonly Principal?: '*' | { readonly AWS?: OneOrMore; readonly Service?: OneOrMore; readonly Federated?: OneOrMore };
  readonly Action: OneOrMore;
  /** Absent in trust policies. */
  readonly Resource?: OneOrMore;
  /** Operator, condition key, values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export const policy = (...statements: readonly PolicyStatement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements });

/** One role for each thing that a workflow does with AWS. */
export const roleNames = ['plan', 'preview', 'stage', 'release', 'channels'] as const;
export type RoleName = (typeof roleNames)[number];

/** The request says that it must not replace anything. S3 knows `*` as the only value of the header. */
export const onlyCreating = { Null: { 's3:if-none-match': 'false' } } as const;
/** The request names what it replaces. */
export const onlyReplacingKnown = { Null: { 's3:if-match': 'false' } } as const;
