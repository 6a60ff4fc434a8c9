/** How a page's policy is printed, and what is said about it and about preload lines. */
import type { PagePolicy } from '@pintag/cdn';
import type { TaggedVersion } from '../tagging/tagged-version.ts';

/** One directive a line, without those that need nothing. */
export const presentPolicy = (policy: PagePolicy): string =>
  Object.entries(policy)
    .filter(([, sources]: [string, readonly string[]]) => sources.length > 0)
    .map(([directive, sources]: [string, readonly string[]]) => `${directive} ${sources.join(' ')}\n`)
    .join('');

export function tellAboutPolicy(tagged: readonly TaggedVersion[]): string {
  const covered = tagged.map(({ feature, version, covers }) => `${feature} ${(covers.length ? covers : [version]).join(', ')}`);
  return `
This allows ${covered.join(' and ')}; add it to what the page's policy has.
  script-src     for a policy that lists hosts. The hashes are those of the import maps that the loader writes. Leave them out where the
                 policy says 'unsafe-inline': a hash would switch that off, and it allows the maps. A policy with a nonce needs nothing
                 here: give the tag, and each preload line, the page's nonce. One with 'strict-dynamic' and hashes needs those that
                 the tag has in its integrity.
  style-src      needs nothing, not even 'unsafe-inline'.
  connect-src    where the elements find their backend: --api says where, if not at the page itself.
  trusted-types  only for a policy that has this directive; a feature that binds innerHTML needs Angular's own \`angular\` there, too.
What the tag's integrity is worth under a policy with
  a nonce, or hosts and these hashes    every file is checked, in Chromium, Firefox and WebKit
  hosts and no hashes                   main.js is checked, and in Firefox everything else; Chromium and WebKit run the rest unchecked
More: docs/integrity.md
`.trimStart();
}

export const tellAboutPreloads = (): string =>
  `In a page with an import map of its own, the <link> lines go after it: Firefox would drop the map. With a nonce in its policy, they need it too.
They name this version: replace them together with the tag. Old ones break nothing, and cost what they load.
`;
