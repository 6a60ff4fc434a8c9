/** `main.js`: finds itself, claims its tag, and loads its element once the page has one. Never throws into the host page. */
import { findSelf } from './find-self.ts';
import { join } from './protocol.ts';
import { serveTag } from './serve-tag.ts';

const pintag = join();
for (const self of findSelf(pintag.scripts)) serveTag(pintag, self);
