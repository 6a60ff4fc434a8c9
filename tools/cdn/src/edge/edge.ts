/** The CloudFront distribution, as the release sees it: something to ask for a URL, and to tell that a mutable URL changed. */

export interface EdgeResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What a viewer takes: with CloudFront, who takes brotli gets the stored copy, who takes gzip what the edge compresses, if it does. */
export type AcceptedEncoding = 'br' | 'gzip' | 'identity';

export interface EdgeRequest {
  /** The one encoding that is accepted. Default `br`. */
  readonly accept?: AcceptedEncoding;
  /** Whether an `Origin` goes with it, as pages send one for module scripts and integrity. Default `true`. */
  readonly withOrigin?: boolean;
}

/** What anybody may do who has no credentials: read. */
export interface PublicEdge {
  /** Where hosts load from, without a trailing slash: `https://cdn.example.com`. */
  readonly origin: string;
  /**
   * A GET as a page on another origin sends it. The body is decoded; redirects are not followed.
   * Never ask for a URL before it exists: a 404 is cached for ten seconds.
   * @throws {PintagError} PT_EDGE_UNREACHABLE after some tries; an answer of 5xx is also tried again, and then returned.
   */
  fetch(path: string, request?: EdgeRequest): Promise<EdgeResponse>;
}

export interface Edge extends PublicEdge {
  /**
   * Tells the edge that `paths` (with leading slash; `*` at the end allowed) changed; one request, none without paths.
   * @param reference makes the request idempotent (CloudFront CallerReference).
   */
  invalidate(paths: readonly string[], reference: string): Promise<void>;
}
