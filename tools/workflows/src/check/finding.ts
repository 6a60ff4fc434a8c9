/** What is wrong in a workflow, where, and what to do about it. */

export interface Finding {
  /** Relative to the repository's root, `/` as separator. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Name of the rule, or `github` for what GitHub's own language service says. */
  readonly rule: string;
  /** One sentence with the offending value. */
  readonly problem: string;
  readonly remedy: string;
}

/** As a rule reports it: the file and the rule's name are known. */
export type Report = Omit<Finding, 'file' | 'rule'>;

/** One line a finding, such that editors and terminals make the place a link. */
export const describeFinding = ({ file, line, rule, problem, remedy }: Finding): string => `${file}:${line} ${rule}: ${problem} ${remedy}`;

export const inOrder = (a: Finding, b: Finding): number => compare(a.file, b.file) || a.line - b.line || compare(a.rule, b.rule);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
