/**
 * Which key holds what (design: URLs and HTTP). A key that the edge serves is the URL's path without its leading slash.
 * Names come from folders, tags and command lines, so each is checked before it becomes part of a key.
 */
import { PintagError } from './errors.ts';
import { checkFeatureName } from './features.ts';
import { checkRuntimeName, isRuntimeName } from './runtimes.ts';
import { checkVersion } from './versions.ts';

/**
 * A file of an artefact: `elements/v1.1.0/questionnaire/main.js`.
 * @throws {PintagError} PT_FEATURE_NAME, PT_VERSION_FORMAT, PT_FILE_PATH
 */
export const artefactKey = (feature: string, version: string, path: string): string =>
  `elements/v${checkVersion(version)}/${checkFeatureName(feature)}/${checkFilePath(path)}`;

/**
 * A file of a shared runtime: `elements/runtime/angular-22.1.7-0f2c9a41d07be358/angular.js`.
 * @throws {PintagError} PT_RUNTIME_NAME, PT_FILE_PATH
 */
export const runtimeKey = (runtime: string, path: string): string => `${runtimePrefix(runtime)}${checkFilePath(path)}`;
export const runtimePrefix = (runtime: string): string => `elements/runtime/${checkRuntimeName(runtime)}/`;
/** The same file as a version's own files name it, relative to the version's folder: `../../runtime/angular-22.1.7-0f2c9a41d07be358/angular.js`. */
export const runtimePath = (runtime: string, path: string): string => `../../runtime/${checkRuntimeName(runtime)}/${checkFilePath(path)}`;

/** Where a pull request's builds of one commit lie. */
export interface PreviewPlace {
  /** Number of the pull request. */
  readonly pr: number;
  /** The commit, in hexadecimal digits. */
  readonly sha: string;
}

/**
 * A file of a preview: `elements/_preview/pr-7/0a1b2c…/questionnaire/main.js`.
 * @throws {PintagError} PT_USAGE, PT_FEATURE_NAME, PT_FILE_PATH
 */
export const previewKey = (place: PreviewPlace, feature: string, path: string): string =>
  `${previewPrefix(place)}${checkFeatureName(feature)}/${checkFilePath(path)}`;
/**
 * A file of the runtime that a preview needs: `elements/_preview/pr-7/0a1b2c…/runtime/angular-22.1.7-0f2c9a41d07be358/angular.js`. A preview
 * brings its own, so that nothing that a pull request built comes to lie beside what releases share.
 * @throws {PintagError} PT_USAGE, PT_RUNTIME_NAME, PT_FILE_PATH
 */
export const previewRuntimeKey = (place: PreviewPlace, runtime: string, path: string): string =>
  `${previewPrefix(place)}runtime/${checkRuntimeName(runtime)}/${checkFilePath(path)}`;
/** The same file relative to the folder of a preview's feature: `../runtime/angular-22.1.7-0f2c9a41d07be358/angular.js`. */
export const previewRuntimePath = (runtime: string, path: string): string =>
  `../runtime/${checkRuntimeName(runtime)}/${checkFilePath(path)}`;

/** @throws {PintagError} PT_USAGE */
export function previewPrefix({ pr, sha }: PreviewPlace): string {
  const problem = [
    (!Number.isSafeInteger(pr) || pr < 1) && `${pr} is no number of a pull request.`,
    !/^[0-9a-f]{7,64}$/.test(sha) && `"${sha}" is no hash of a commit, which has hexadecimal digits, seven at least.`,
  ].find((text) => text !== false);
  if (problem !== undefined) throw new PintagError('PT_USAGE', { problem });
  return `elements/_preview/pr-${pr}/${sha}/`;
}

/** A release record: `elements/_records/questionnaire/1.1.0.json`. */
export const recordKey = (feature: string, version: string): string => `${recordPrefix(feature)}${checkVersion(version)}.json`;
export const recordPrefix = (feature: string): string => `elements/_records/${checkFeatureName(feature)}/`;
/** Of a runtime; no feature can have its name: `elements/_records/runtime/angular-22.1.7-0f2c9a41d07be358.json`. */
export const runtimeRecordKey = (runtime: string): string => `${runtimeRecordPrefix}${checkRuntimeName(runtime)}.json`;
export const runtimeRecordPrefix = 'elements/_records/runtime/';
/** The list of a feature's versions, derived from its records. */
export const versionsKey = (feature: string): string => `elements/${checkFeatureName(feature)}/versions.json`;
/** The list of features. */
export const indexKey = 'elements/index.json';

/** Not served by the edge: a version-less bundle (tar), one for each feature and commit. */
export const stagingKey = (feature: string, commit: string): string => `_staging/${checkFeatureName(feature)}/${checkHash(commit)}.tar`;
/** Not served: a runtime's bundle (tar), of which its name has the digest. */
export const runtimeStagingKey = (runtime: string): string => `_staging/runtime/${checkRuntimeName(runtime)}.tar`;
/** Not served: the linked bundle (tar) that a claim names by its hex SHA-256. */
export const linkedBundleKey = (digest: string): string => `_claims/${checkHash(digest)}.tar`;
/** Not served: which linked bundle a version stands for. */
export const claimKey = (feature: string, version: string): string => `_claims/${checkFeatureName(feature)}/${checkVersion(version)}.json`;
/** Not served: says that everything about a version's release is finished. */
export const receiptKey = (feature: string, version: string): string => `${receiptPrefix(feature)}${checkVersion(version)}.json`;
export const receiptPrefix = (feature: string): string => `_receipts/${checkFeatureName(feature)}/`;
/**
 * Not served, beside the receipts, so that one listing tells of both: a released version comes to another channel. `begun` is written before
 * its note is pushed, `finished` once people were told: `_receipts/questionnaire/promotions/1.1.0/default.begun.json`.
 * @param channel semantic-release's; `null` is the default one
 */
export const promotionKey = (feature: string, version: string, channel: string | null, state: PromotionState): string =>
  `${receiptPrefix(feature)}promotions/${checkVersion(version)}/${channelSegment(channel)}.${state}.json`;

export type PromotionState = 'begun' | 'finished';

/** No two channels have the same, and none has a slash. */
const channelSegment = (channel: string | null): string =>
  channel === null ? 'default' : `on-${encodeURIComponent(channel).replaceAll('%', '=')}`;
/** Not served: the truth of a feature's channels. */
export const channelsKey = (feature: string): string => `${channelsPrefix}${checkFeatureName(feature)}.json`;
export const channelsPrefix = '_channels/';
/** In the edge's key-value store: the version that a channel of a feature points to. */
export const channelValueKey = (channel: string, feature: string): string => `${channel}/${checkFeatureName(feature)}`;
/** The URL path that follows a channel, without its leading slash: `elements/stable/questionnaire/main.js`. */
export const channelPath = (channel: string, feature: string): string => `elements/${channelValueKey(channel, feature)}/main.js`;

/** The version that a key directly under `prefix` is about; `undefined` for a key that is about none. */
export function versionOfKey(prefix: string, key: string): string | undefined {
  const version = key.startsWith(prefix) && key.endsWith('.json') ? key.slice(prefix.length, -'.json'.length) : '';
  try {
    return checkVersion(version);
  } catch (error) {
    if (error instanceof PintagError) return undefined;
    throw error;
  }
}

/** The runtime that a key directly under `prefix` is about; `undefined` for a key that is about none. */
export function runtimeOfKey(prefix: string, key: string): string | undefined {
  const name = key.startsWith(prefix) && key.endsWith('.json') ? key.slice(prefix.length, -'.json'.length) : '';
  return isRuntimeName(name) ? name : undefined;
}

/**
 * @returns `path`, when it is relative, stays in its folder, and is written in a URL as it is.
 * @throws {PintagError} PT_FILE_PATH
 */
export function checkFilePath(path: string): string {
  const fits = path.split('/').every((segment) => /^[\w.~@+-]+$/.test(segment) && segment !== '.' && segment !== '..');
  if (!fits) throw new PintagError('PT_FILE_PATH', { path });
  return path;
}

/** Commits and digests come from git and from us, so anything else here is a bug. */
function checkHash(hash: string): string {
  if (!/^\w+$/.test(hash)) throw new Error(`"${hash}" is no hash.`);
  return hash;
}
