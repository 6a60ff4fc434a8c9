/** What an S3-compatible backend lacks, as data: the client works around it, and the contract asserts that the lack is real. */

export type S3Quirk =
  /** Neither verifies nor returns SHA-256 checksums: comparing what is stored means fetching and hashing it. */
  | 'no-checksums'
  /** Refuses `aws-chunked` bodies with a checksum in the trailer: the client must send checksums only where an operation requires one. */
  | 'no-trailers'
  /** Compares `If-Match` with the ETag as it stands, without its quotes. */
  | 'unquoted-if-match';

/** Ceph's RADOS Gateway, seen on 16.2. */
export const cephQuirks: readonly S3Quirk[] = ['no-checksums', 'no-trailers', 'unquoted-if-match'];
