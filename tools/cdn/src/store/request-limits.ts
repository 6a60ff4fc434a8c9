/** How long a request to AWS may take: one that hangs must end in a retry, not in a release that never ends. */

export interface RequestLimits {
  /** Milliseconds until a connection stands. Default 5 000. */
  readonly connect?: number;
  /** Milliseconds without a single byte, in a body too. Default 20 000. */
  readonly silence?: number;
  /** Milliseconds until the answer begins, its own body sent. Default 120 000. */
  readonly total?: number;
}

/** For the SDK's `requestHandler`. */
export const requestHandlerWith = ({ connect = 5_000, silence = 20_000, total = 120_000 }: RequestLimits = {}) => ({
  connectionTimeout: connect,
  socketTimeout: silence,
  requestTimeout: total,
  throwOnRequestTimeout: true,
});
