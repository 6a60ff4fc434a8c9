/** `fetch` within a time limit, body included: an answer that breaks off is a failure, and no short answer. */

/** @param limit milliseconds from the first byte that is sent to the last one that arrives */
export const withWholeBody =
  (limit: number, send: typeof fetch = fetch): typeof fetch =>
  async (url, init) => {
    const answer = await send(url, { ...init, signal: AbortSignal.timeout(limit) }).catch(asNetworkFailure);
    const body = await answer.arrayBuffer().catch(asNetworkFailure);
    const { status, statusText, headers } = answer;
    const hasBody = status !== 204 && status !== 205 && status !== 304;
    return new Response(hasBody ? body : null, { status, statusText, headers });
  };

/** Octokit lets nobody repeat what was aborted. */
function asNetworkFailure(cause: unknown): never {
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = reason instanceof Error ? reason.message : String(reason);
  throw new TypeError(`GitHub's answer did not arrive: ${why}`, { cause });
}
