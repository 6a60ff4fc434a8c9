/** The part of AWS's policy grammar that the stack's documents use. */

export type OneOrMore = string | readonly string[];

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Absent in what a role may do; there the role itself is who asks. */
  readonly Principal?: '*' | Readonly<Record<string, OneOrMore>>;
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

/** One role for each thing that a workflow does with AWS. */
export const roleNames = ['plan', 'preview', 'stage', 'release', 'channels'] as const;
export type RoleName = (typeof roleNames)[number];
