/** What a publishing tool is asked for: a folder, and a place in a bucket. */

export interface PublishJob {
  /** With `main.js` and files beside it. */
  readonly folder: string;
  readonly s3: { readonly endpoint: string; readonly bucket: string; readonly accessKeyId: string; readonly secretAccessKey: string };
  /** A version that the bucket does not have: its files go below `elements/v<version>/<feature>/`. */
  readonly feature: string;
  readonly version: string;
}
