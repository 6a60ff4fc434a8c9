/** What lies where in the bucket, as patterns of keys: who may do what, and what expires, are said of these. */

export interface KeyGroup {
  /** `*` stands for anything, slashes included, as in a policy's resource. */
  readonly pattern: string;
  readonly what: string;
  /** One such key. */
  readonly example: string;
  /** `once`: a key is written once and never again. `by-etag`: by whoever names what it replaces. `by-hand`: when the stack is deployed. */
  readonly written: 'once' | 'by-etag' | 'by-hand';
  /** Whether the distribution may read it. */
  readonly served: boolean;
  /** Days after which the bucket forgets it. */
  readonly expiresAfter?: number;
}

export const keySpace = {
  artefacts: {
    // Two slashes: `elements/video/versions.json`, the list of a feature whose name starts with a v, has one.
    pattern: 'elements/v*/*/*',
    what: 'versions of features',
    example: 'elements/v1.1.0/questionnaire/main.js',
    written: 'once',
    served: true,
  },
  runtimes: {
    pattern: 'elements/runtime/*',
    what: 'shared runtimes',
    example: 'elements/runtime/angular-22.1.7-0f2c9a41d07be358/angular.js',
    written: 'once',
    served: true,
  },
  records: {
    pattern: 'elements/_records/*',
    what: 'release records',
    example: 'elements/_records/questionnaire/1.1.0.json',
    written: 'once',
    served: true,
  },
  previews: {
    pattern: 'elements/_preview/*',
    what: 'builds of pull requests',
    example: 'elements/_preview/pr-7/0a1b2c3/questionnaire/main.js',
    written: 'once',
    served: true,
    expiresAfter: 30,
  },
  staged: {
    pattern: '_staging/*',
    what: 'bundles without a version',
    example: '_staging/questionnaire/0a1b2c3.tar',
    written: 'once',
    served: false,
    expiresAfter: 90,
  },
  claims: {
    pattern: '_claims/*',
    what: 'which bytes a version stands for',
    example: '_claims/questionnaire/1.1.0.json',
    written: 'once',
    served: false,
  },
  receipts: {
    pattern: '_receipts/*',
    what: 'finished releases',
    example: '_receipts/questionnaire/1.1.0.json',
    written: 'once',
    served: false,
  },
  index: { pattern: 'elements/index.json', what: 'the list of features', example: 'elements/index.json', written: 'by-etag', served: true },
  versions: {
    pattern: 'elements/*/versions.json',
    what: "a feature's list of versions",
    example: 'elements/questionnaire/versions.json',
    written: 'by-etag',
    served: true,
  },
  channels: { pattern: '_channels/*', what: 'channels', example: '_channels/questionnaire.json', written: 'by-etag', served: false },
  errorPage: {
    pattern: 'elements/_errors/*',
    what: 'the page for what is missing',
    example: 'elements/_errors/not-found.json',
    written: 'by-hand',
    served: true,
  },
  catalogPage: { pattern: 'index.html', what: "the catalog's page", example: 'index.html', written: 'by-hand', served: true },
  catalog: { pattern: 'catalog/*', what: "the catalog's files", example: 'catalog/main.js', written: 'by-hand', served: true },
} as const satisfies Readonly<Record<string, KeyGroup>>;

export type KeyGroupName = keyof typeof keySpace;

const groups: readonly KeyGroup[] = Object.values(keySpace);

/** Patterns of what is written once. */
export const createOnlyPatterns: readonly string[] = groups.filter(({ written }) => written === 'once').map(({ pattern }) => pattern);

/** Patterns of what the distribution may read. All of `elements/` is public, and one pattern for it keeps the policy readable. */
export const servedPatterns: readonly string[] = [
  'elements/*',
  ...groups.filter(({ served, pattern }) => served && !pattern.startsWith('elements/')).map(({ pattern }) => pattern),
];

/** What CloudFront answers for anything that the bucket does not have; `nx deploy infra` puts it there. */
export const errorPageKey = 'elements/_errors/not-found.json';
