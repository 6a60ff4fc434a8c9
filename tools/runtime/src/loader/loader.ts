/** `main.js`: finds itself, claims its tag, and loads its element once the page has one. Never throws into the host page. */
import { pintag } from './protocol.ts';
import { type Self, serveTag } from './serve-tag.ts';
import { feature, v, version } from './table.ts';

/**
 * Its address: under its own version, or under a channel's name, which the CDN redirects without the page noticing.
 * Groups: what comes before the version, and in the end the tag that it asks for.
 */
const own = new RegExp(`^([^?#]*/)(${v}${version}|(?!v\\d+\\.\\d)[^/?#]+)/${feature}/main.js(.*[?&]tag=([^&#]+))?`);

// A module does not know its element, and what the page ran as text has none: then it is the first script that nobody has answered for, or
// what was fetched, each address of which is answered once.
let source: string | undefined;
for (const self of [document.currentScript, ...document.scripts, ...performance.getEntries()] as readonly (Self | null)[]) {
  const match = own.exec((self?.src || self?.name)!);
  // Each address has a run of its own, and that of a channel may be another version's.
  if (!match || pintag.scripts.has(self!) || self!.src !== (source ??= self!.src)) continue;
  pintag.scripts.add(self!);
  serveTag(self!, match[1]!, match[4]);
}
