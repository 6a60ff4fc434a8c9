/** From bytes that anybody may have written to the types of release-record.ts, or to a mistake that names the key and every field that is wrong. */
import * as v from 'valibot';
import { PintagError } from '../errors.ts';
import { checkFilePath } from '../layout.ts';
import { checkFeatureName } from '../features.ts';
import { isRuntimeName } from '../runtimes.ts';
import { checkVersion } from '../versions.ts';
import type { Claim, FeatureIndex, Receipt, ReleaseRecord, RuntimeRecord, VersionList } from './release-record.ts';

const accepted = (check: (text: string) => string) => (text: string) => {
  try {
    return check(text) === text;
  } catch (error) {
    if (error instanceof PintagError) return false;
    throw error;
  }
};

const feature = v.pipe(v.string(), v.check(accepted(checkFeatureName), 'is no feature name'));
const version = v.pipe(v.string(), v.check(accepted(checkVersion), 'is no version'));
const path = v.pipe(v.string(), v.check(accepted(checkFilePath), 'is no path of a file'));
const runtime = v.pipe(v.string(), v.check(isRuntimeName, 'is no name of a runtime'));
const element = v.pipe(v.string(), v.regex(/^[a-z][\w.-]*-[\w.-]*$/, 'is no element name'));
const commit = v.pipe(v.string(), v.regex(/^\w+$/, 'is no commit hash'));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is no hex SHA-256'));
const integrity = v.pipe(v.string(), v.regex(/^sha384-[A-Za-z0-9+/]{64}$/, 'is no sha384 integrity'));
const sha256 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/, 'is no base64 SHA-256'));
const time = v.pipe(v.string(), v.isoTimestamp('is no ISO 8601 time'));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const schema = v.literal(1);

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
export const parseRecord = (bytes: Uint8Array, key: string): ReleaseRecord => parse(recordSchema, bytes, key);
export const parseRuntimeRecord = (bytes: Uint8Array, key: string): RuntimeRecord => parse(runtimeRecordSchema, bytes, key);
export const parseClaim = (bytes: Uint8Array, key: string): Claim => parse(claimSchema, bytes, key);
export const parseVersionList = (bytes: Uint8Array, key: string): VersionList => parse(versionListSchema, bytes, key);
export const parseFeatureIndex = (bytes: Uint8Array, key: string): FeatureIndex => parse(indexSchema, bytes, key);
export const parseReceipt = (bytes: Uint8Array, key: string): Receipt => parse(receiptSchema, bytes, key);

function parse<T>(as: v.GenericSchema<unknown, T>, bytes: Uint8Array, key: string): T {
  const result = v.safeParse(as, fromJson(bytes, key));
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => {
    const what = issue.input === undefined ? 'is missing' : `${issue.message} (${shown(issue.input)})`;
    return `${v.getDotPath(issue) ?? 'the whole'}: ${what}`;
  });
  throw new PintagError('PT_STORED_INVALID', { key, problems });
}

function fromJson(bytes: Uint8Array, key: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PintagError('PT_STORED_INVALID', { key, problems: ['it is no JSON'] }, { cause });
  }
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
