/**
 * Content security policies that hosts have, and what each engine makes of them: the tests assert this table in every engine, and
 * docs/integrity.md is generated from it.
 */
import type { EngineName } from './engine.ts';
import type { ChangedFile } from './changes.ts';
import { type FeatureName, featureNames } from './features.ts';
import { hashSource, inlineHashes } from './host-page.ts';

/** What a policy's text is made of. */
export interface PolicyFacts {
  /** Origin of the CDN. */
  readonly cdn: string;
  /** Of the loaders of the page, `sha384-…`. */
  readonly loaders: readonly string[];
  /** Texts of the import maps that the loaders add. */
  readonly maps: readonly string[];
}

/** Something that an engine honestly does not do: known, and asserted, so that we notice when that changes. */
export interface Known {
  /** Files that run although a byte of them is changed, if not at every visit. */
  readonly runs: readonly ChangedFile[];
  readonly why: string;
}

export interface Policy {
  readonly name: string;
  /** As the host's documentation would have it. */
  readonly example: string;
  /** Content-Security-Policy. */
  readonly header?: (facts: PolicyFacts) => string;
  /** Other response headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether every script element of the host carries the nonce. */
  readonly nonce?: true;
  /** Directives that are violated although everything is as it should be. */
  readonly violates?: Partial<Record<EngineName, readonly string[]>>;
  readonly known?: Partial<Record<EngineName, Known>>;
  readonly stops?: Partial<Record<EngineName, Stopped>>;
}

/** What does not load under a policy although everything is as it should be. */
export interface Stopped {
  readonly features: readonly FeatureName[];
  /** As the page's table says it. */
  readonly words: string;
  readonly why: string;
}

export const nonce = 'abc';
const inline = inlineHashes.join(' ');
const quoted = (hashes: readonly string[]) => hashes.map((hash) => `'${hash}'`).join(' ');
const sources = (maps: readonly string[]) => maps.map(hashSource).join(' ');

const unmapped: Known = {
  runs: ['entry', 'static chunk', 'lazy chunk', 'runtime, first layer', 'runtime, second layer'],
  why: 'The import map is an inline script, which the policy refuses; the files themselves it lets pass.',
};

const untrusted = ['trusted-types', 'require-trusted-types-for'];
const unwritten: Stopped = {
  features: featureNames,
  words: 'nothing loads at all',
  why: 'The loader may not write its import maps, and loads nothing without them.',
};

export const policies: readonly Policy[] = [
  { name: 'no policy', example: '' },
  { name: 'a nonce', example: "script-src 'nonce-…'", header: () => `script-src 'nonce-${nonce}'`, nonce: true },
  {
    name: "a nonce and 'strict-dynamic'",
    example: "script-src 'nonce-…' 'strict-dynamic'",
    header: () => `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    nonce: true,
  },
  {
    name: "the loader's hash and 'strict-dynamic'",
    example: "script-src 'sha384-…' 'strict-dynamic'",
    header: ({ loaders }) => `script-src ${inline} ${quoted(loaders)} 'strict-dynamic'`,
  },
  {
    name: "a list of hosts and the map's hash",
    example: "script-src https://cdn.example.com 'sha256-…'",
    header: ({ cdn, maps }) => `script-src ${inline} ${cdn} ${sources(maps)}`,
  },
  {
    name: 'a list of hosts alone',
    example: 'script-src https://cdn.example.com',
    header: ({ cdn }) => `script-src ${inline} ${cdn}`,
    violates: { chromium: ['script-src-elem'], firefox: ['script-src-elem'], webkit: ['script-src-elem'] },
    known: {
      chromium: unmapped,
      webkit: unmapped,
    },
  },
  {
    name: 'no foreign styles',
    example: "style-src 'self'; script-src 'nonce-…'",
    header: () => `style-src 'self'; script-src 'nonce-${nonce}'`,
    nonce: true,
  },
  {
    name: 'Trusted Types',
    example: "require-trusted-types-for 'script'; trusted-types pintag; script-src 'nonce-…' 'strict-dynamic'",
    header: () => `require-trusted-types-for 'script'; trusted-types pintag; script-src 'nonce-${nonce}' 'strict-dynamic'`,
    nonce: true,
  },
  {
    name: 'Trusted Types, and a list of policies without ours',
    example: "require-trusted-types-for 'script'; trusted-types other; script-src 'nonce-…' 'strict-dynamic'",
    header: () => `require-trusted-types-for 'script'; trusted-types other; script-src 'nonce-${nonce}' 'strict-dynamic'`,
    nonce: true,
    violates: { chromium: untrusted, firefox: untrusted, webkit: untrusted },
    stops: { chromium: unwritten, firefox: unwritten, webkit: unwritten },
  },
  {
    name: 'an integrity policy',
    example: 'Integrity-Policy: blocked-destinations=(script)',
    headers: { 'integrity-policy': 'blocked-destinations=(script)' },
    stops: {
      webkit: {
        features: ['greeting', 'farewell'],
        words: 'only features of one file load',
        why: 'WebKit does not take the integrity in the map for that of a static import.',
      },
    },
  },
];
