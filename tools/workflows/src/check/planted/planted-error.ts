/** Errors to plant into the workflows as they are: each is one edit, and what has to be said about it. */

export interface PlantedError {
  readonly rule: string;
  readonly what: string;
  /** Below .github. */
  readonly file: string;
  /** Text of the file, and what stands there instead. Its first occurrence behind `after`. */
  readonly replace: string;
  readonly by: string;
  readonly after?: string;
  /** A file that is there as well: its path below .github, and its text. */
  readonly beside?: readonly [file: string, source: string];
  /** Text of the line that has to be named; default: the first line of `by`. */
  readonly at?: string;
  /** Other rules that see it too. */
  readonly also?: readonly string[];
  /** What the message has in it. */
  readonly says: string;
}
