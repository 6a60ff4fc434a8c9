/** From bytes that anybody may have written to the types of release-record.ts, or to a mistake that names the key and every field that is wrong. */
import * as v from 'valibot';
import { checkFilePath } from '../layout.ts';
import { isRuntimeName } from '../runtimes.ts';
import type { Claim, FeatureIndex, Receipt, ReleaseRecord, RuntimeRecord, VersionList } from './release-record.ts';
import { accepted, feature, parseStored, schema, time, version } from './stored-fields.ts';

const path = v.pipe(v.string(), v.check(accepted(checkFilePath), 'is no path of a file'));
const runtime = v.pipe(v.string(), v.check(isRuntimeName, 'is no name of a runtime'));
const element = v.pipe(v.string(), v.regex(/^[a-z][\w.-]*-[\w.-]*$/, 'is no element name'));
const commit = v.pipe(v.string(), v.regex(/^\w+$/, 'is no commit hash'));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is no hex SHA-256'));
const integrity = v.pipe(v.string(), v.regex(/^sha384-[A-Za-z0-9+/]{64}$/, 'is no sha384 integrity'));
const sha256 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/, 'is no base64 SHA-256'));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const files = v.array(v.object({ path, size: count, contentType: v.string(), contentEncoding: v.optional(v.string()), integrity, sha256 }));

const recordSchema = v.object({
  schema,
  status: v.picklist(['released', 'abandoned']),
  feature,
  version,
  element,
  commit,
  committedAt: time,
  digest,
  entry: path,
  runtime: v.optional(runtime),
  files,
});

const runtimeRecordSchema = v.object({ schema, status: v.literal('released'), runtime, files });

const claimSchema = v.object({ schema, feature, version, commit, committedAt: time, digest, runtime: v.optional(runtime) });

const versionListSchema = v.object({
  schema,
  feature,
  element,
  versions: v.array(v.object({ version, commit, committedAt: time, entry: path, integrity, size: count })),
});

const indexSchema = v.object({
  schema,
  features: v.array(v.object({ feature, element, latest: v.optional(version), newest: version, versions: count, settled: digest })),
});

const receiptSchema = v.object({ schema, feature, version, tag: v.string(), commit, run: v.string(), finishedAt: time });

/** @throws {PintagError} PT_STORED_INVALID; so do all that follow. @param key where the bytes are from; the message names it. */
export const parseRecord = (bytes: Uint8Array, key: string): ReleaseRecord => parseStored(recordSchema, bytes, key);
export const parseRuntimeRecord = (bytes: Uint8Array, key: string): RuntimeRecord => parseStored(runtimeRecordSchema, bytes, key);
export const parseClaim = (bytes: Uint8Array, key: string): Claim => parseStored(claimSchema, bytes, key);
export const parseVersionList = (bytes: Uint8Array, key: string): VersionList => parseStored(versionListSchema, bytes, key);
export const parseFeatureIndex = (bytes: Uint8Array, key: string): FeatureIndex => parseStored(indexSchema, bytes, key);
export const parseReceipt = (bytes: Uint8Array, key: string): Receipt => parseStored(receiptSchema, bytes, key);
