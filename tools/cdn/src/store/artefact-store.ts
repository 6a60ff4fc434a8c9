/** Where artefacts live. Every backend keeps these promises (memory, S3); store-contract.ts holds them to it. */

export type Written = 'created' | 'identical';

/** What is stored under a key, without what the store adds. */
export interface ObjectContent {
  readonly body: Uint8Array;
  /** `text/javascript; charset=utf-8`: explicit, never guessed. */
  readonly contentType: string;
  readonly cacheControl: string;
  /** Only of the `.br` files: `br`. */
  readonly contentEncoding?: string;
  /** Base64 SHA-256 of `body`, where somebody knows it already. */
  readonly sha256?: string;
}

export interface StoredObject extends ObjectContent {
  /** Opaque; equal exactly while the object is unchanged. */
  readonly etag: string;
}

export interface ArtefactStore {
  /**
   * Creates `key` and never replaces it. The same bytes again are `'identical'`.
   * @throws {KeyTaken} the key holds other bytes.
   * @see S3 PutObject with `If-None-Match: *`: 412 when it exists, 409 while another write is in flight (retried here).
   */
  create(key: string, object: ObjectContent): Promise<Written>;
  /** Replaces `key` only while its ETag is `etag` (`undefined`: only while it is absent); `false` when someone was faster. */
  compareAndSet(key: string, object: ObjectContent, etag: string | undefined): Promise<boolean>;
  read(key: string): Promise<StoredObject | undefined>;
  /** Keys under `prefix` in UTF-8 order, as they stand page by page: a listing is no snapshot. */
  list(prefix: string): AsyncIterable<string>;
}

export class KeyTaken extends Error {
  override readonly name = 'KeyTaken';
  readonly key: string;

  constructor(key: string) {
    super(`${key} already holds other bytes.`);
    this.key = key;
  }
}
