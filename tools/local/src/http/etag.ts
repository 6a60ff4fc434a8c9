/** Comparing entity tags as RFC 9110, section 13.1 does for caches: weakly. */

/** Without quotes and weakness. */
export const opaqueTag = (etag: string): string =>
  etag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');

/** Whether a header like `If-None-Match` names `etag`, or anything (`*`). */
export const namesEtag = (header: string, etag: string): boolean =>
  header.trim() === '*' || header.split(',').some((candidate) => opaqueTag(candidate) === opaqueTag(etag));
