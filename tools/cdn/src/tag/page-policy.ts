/** What a host page's Content-Security-Policy has to allow, for a policy that lists where scripts may come from. Pure. */
import { createHash } from 'node:crypto';

export interface LoadableVersion {
  /** Absolute URL of the version's folder, with a slash at its end: everything below it is allowed, nothing beside it. */
  readonly folder: string;
  /** Folders of the runtimes that it needs. */
  readonly runtimes: readonly string[];
  /** What its loader writes into the page, word for word. */
  readonly importMaps: readonly string[];
}

/** By directive; what is listed is added to what the page's policy has. */
export interface PagePolicy {
  readonly 'script-src': readonly string[];
  readonly 'connect-src': readonly string[];
  /** Empty: elements bring their styles as constructable style sheets, which no `style-src` stops. */
  readonly 'style-src': readonly string[];
  /** For a policy that has this directive. */
  readonly 'trusted-types': readonly string[];
}

/**
 * @param api Origin that the element calls, as its `api` attribute says. Default: the page's own.
 */
export function pagePolicy(versions: readonly LoadableVersion[], { api }: { readonly api?: string } = {}): PagePolicy {
  const folders = versions.flatMap(({ folder, runtimes }) => [folder, ...runtimes]);
  const hashes = versions.flatMap(({ importMaps }) => importMaps.map(hashSource));
  return {
    'script-src': [...new Set([...folders, ...hashes])],
    'connect-src': [api ?? "'self'"],
    'style-src': [],
    'trusted-types': ['pintag'],
  };
}

/**
 * The source that allows one inline script by its text.
 * @example hashSource('') // "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
 */
export const hashSource = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
