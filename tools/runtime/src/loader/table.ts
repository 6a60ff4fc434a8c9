/** What the link step puts into a loader: everything it knows about its version. */

export interface LoaderTable {
  readonly feature: string;
  readonly version: string;
  /** The tag unless the script's address says `?tag=`. */
  readonly element: string;
  /** Base64 SHA-384 of each script file of the version, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** How many of `files` the element imports statically: they come first, and the very first is the entry. */
  readonly closure: number;
}
