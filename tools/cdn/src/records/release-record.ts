/** The record is the moment a version exists on the CDN; it is written once and never changes (design: release protocol). */

export interface RecordedFile {
  /** Relative to the version's folder: `main.js`, `chunk-4QX7.js`, `chunk-4QX7.js.br`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  /** Only of `.br` files: `br`. */
  readonly contentEncoding?: string;
  /** `sha384-` and base64, as a script tag's `integrity` has it; of the bytes as stored. */
  readonly integrity: string;
  /** Base64 SHA-256 of the bytes as stored, as S3 verifies it. */
  readonly sha256: string;
}

/** Everything in it follows from the tag and the claimed bundle, so that a second run writes the same bytes. */
export interface ReleaseRecord {
  readonly schema: 1;
  /** `abandoned`: the number is spent, nothing can be loaded from it, no index lists it. */
  readonly status: 'released' | 'abandoned';
  readonly feature: string;
  readonly version: string;
  /** Custom element tag: `pt-questionnaire`. */
  readonly element: string;
  /** Full hash of the commit that the git tag names. */
  readonly commit: string;
  /** Committer date of that commit, ISO 8601 in UTC. */
  readonly committedAt: string;
  /** Hex SHA-256 of the linked bundle that the version was claimed for. */
  readonly digest: string;
  /** The loader: `main.js`. */
  readonly entry: string;
  /** Name of the shared runtime that its files import; absent: it is self-contained. The runtime has a record of its own. */
  readonly runtime?: string;
  /** Sorted by path; those of the runtime are in the runtime's record. */
  readonly files: readonly RecordedFile[];
}

/**
 * Says that a shared runtime can be imported: all of its files are there, and the edge serves them. Its name is its content, so that nobody has
 * to claim it, and everybody writes the same bytes.
 */
export interface RuntimeRecord {
  readonly schema: 1;
  readonly status: 'released';
  /** `angular-22.1.7-0f2c9a41d07be358` */
  readonly runtime: string;
  /** Sorted by path, `.br` copies included. */
  readonly files: readonly RecordedFile[];
}

/** Says which linked bundle a version stands for; whoever writes it first decides. */
export interface Claim {
  readonly schema: 1;
  readonly feature: string;
  readonly version: string;
  readonly commit: string;
  readonly committedAt: string;
  readonly digest: string;
  /** The runtime that the bundle needs, by name; absent: none. */
  readonly runtime?: string;
}

/** A row of `versions.json`; everything that a script tag or a catalog needs, so that nobody has to read the records. */
export interface VersionRow {
  readonly version: string;
  readonly commit: string;
  readonly committedAt: string;
  readonly entry: string;
  /** Of the entry. */
  readonly integrity: string;
  /** Bytes of all JavaScript files, uncompressed, maps left out. */
  readonly size: number;
}

/** `elements/<feature>/versions.json`, newest version (SemVer precedence) first. */
export interface VersionList {
  readonly schema: 1;
  readonly feature: string;
  readonly element: string;
  readonly versions: readonly VersionRow[];
}

/** A row of `index.json`. */
export interface FeatureRow {
  readonly feature: string;
  readonly element: string;
  /** Highest version that is no prerelease; absent while there is none. */
  readonly latest?: string;
  /** Highest version of all. */
  readonly newest: string;
  /** How many versions can be loaded. */
  readonly versions: number;
  /**
   * Hex SHA-256 of the sorted lines `<version> <commit>` (joined by `\n`) of the versions that need no more work: those with a receipt, and
   * the abandoned ones. Compared with the digest of the git tags, it tells from one GET whether a feature has a release that was not
   * finished, or a tag that was moved. Rows written before commits were part of it differ from every tag, and are derived again.
   */
  readonly settled: string;
}

/** `elements/index.json`, sorted by feature. */
export interface FeatureIndex {
  readonly schema: 1;
  readonly features: readonly FeatureRow[];
}

/** Says that everything about a version's release is finished, the announcement included; the last thing that is written for it. */
export interface Receipt {
  readonly schema: 1;
  readonly feature: string;
  readonly version: string;
  /** Git tag: `questionnaire-v1.1.0`. */
  readonly tag: string;
  readonly commit: string;
  /** The run that finished it. */
  readonly run: string;
  /** ISO 8601 in UTC. */
  readonly finishedAt: string;
}
