/** `main.js`: finds itself, claims its tag, and loads its element once the page has one. Never throws into the host page. */
import { findSelf } from './find-self.ts';
import { join } from './protocol.ts';
import { serveTag } from './serve-tag.ts';
import type { LoaderTable } from './table.ts';

export function start(table: LoaderTable): void {
  const pintag = join();
  for (const self of findSelf(table, pintag.scripts)) serveTag(table, pintag, self);
}
