/** Which key holds what (design: URLs and HTTP). A key that the edge serves is the URL's path without its leading slash. */

/** A file of an artefact: `elements/v1.1.0/questionnaire/main.js`. */
export const artefactKey = (feature: string, version: string, path: string): string => `elements/v${version}/${feature}/${path}`;
/** A release record: `elements/_records/questionnaire/1.1.0.json`. */
export const recordKey = (feature: string, version: string): string => `${recordPrefix(feature)}${version}.json`;
export const recordPrefix = (feature: string): string => `elements/_records/${feature}/`;
/** The list of a feature's versions, derived from its records. */
export const versionsKey = (feature: string): string => `elements/${feature}/versions.json`;
/** The list of features. */
export const indexKey = 'elements/index.json';

/** Not served by the edge: a version-less bundle (tar), one for each feature and commit. */
export const stagingKey = (feature: string, commit: string): string => `_staging/${feature}/${commit}.tar`;
/** Not served: the linked bundle (tar) that a claim names by its hex SHA-256. */
export const linkedBundleKey = (digest: string): string => `_claims/${digest}.tar`;
/** Not served: which linked bundle a version stands for. */
export const claimKey = (feature: string, version: string): string => `_claims/${feature}/${version}.json`;
/** Not served: says that everything about a version's release is finished. */
export const receiptKey = (feature: string, version: string): string => `${receiptPrefix(feature)}${version}.json`;
export const receiptPrefix = (feature: string): string => `_receipts/${feature}/`;
/** Not served: the truth of a feature's channels. */
export const channelsKey = (feature: string): string => `_channels/${feature}.json`;
