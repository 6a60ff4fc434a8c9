/** Conditional requests (RFC 9110, section 13), with what S3 makes of them for writes. */
import { AwsError, notImplemented } from '../aws-error.ts';
import { namesEtag } from '../http/etag.ts';
import type { WriteCondition } from '../store/object-folder.ts';

type Headers = Readonly<Record<string, string>>;

interface Validators {
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

export const quoted = (etag: string): string => `"${etag}"`;

const preconditionFailed = (condition: string): AwsError =>
  new AwsError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { Condition: condition });

/** @throws {AwsError} at once when the headers ask for what S3 does not do; the condition it returns throws when a write must not happen. */
export function writeCondition(headers: Headers, key: string): WriteCondition {
  const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = headers;
  if (ifNoneMatch !== undefined && ifNoneMatch.trim() !== '*') throw notImplemented('If-None-Match with anything but * on a write');
  if (ifNoneMatch !== undefined && ifMatch !== undefined) throw notImplemented('If-Match together with If-None-Match');
  return (current) => {
    if (ifNoneMatch !== undefined && current) throw preconditionFailed('If-None-Match');
    if (ifMatch === undefined) return;
    if (!current) throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });
    if (!namesEtag(ifMatch, current.etag)) throw preconditionFailed('If-Match');
  };
}

/**
 * @param prefix `x-amz-copy-source-` for the conditions on a copy's source.
 * @returns whether the reader has the object already.
 * @throws {AwsError} PreconditionFailed
 */
export function checkReadConditions(headers: Headers, { etag, lastModified }: Validators, prefix = ''): 'send' | 'not-modified' {
  const seconds = Math.floor(lastModified / 1000) * 1000;
  const ifMatch = headers[`${prefix}if-match`];
  const ifNoneMatch = headers[`${prefix}if-none-match`];
  const unmodifiedSince = Date.parse(headers[`${prefix}if-unmodified-since`] ?? '');
  const modifiedSince = Date.parse(headers[`${prefix}if-modified-since`] ?? '');
  if (ifMatch !== undefined) {
    if (!namesEtag(ifMatch, etag)) throw preconditionFailed('If-Match');
  } else if (seconds > unmodifiedSince) throw preconditionFailed('If-Unmodified-Since');
  if (ifNoneMatch !== undefined) return namesEtag(ifNoneMatch, etag) ? 'not-modified' : 'send';
  return seconds <= modifiedSince ? 'not-modified' : 'send';
}
