/**
 * Serves one tag for one script element: claims it, waits until the page has such an element, loads it, tells its instances if that failed.
 * One closure instead of several files with parameters: every host page downloads this text, and names that are passed on do not get shorter.
 */
import type { Self } from './find-self.ts';
import { type Pintag, trusted } from './protocol.ts';
import { closure, element, feature, files, version } from './table.ts';

interface ElementModule {
  define(tag: string, context: object): unknown;
}

export function serveTag(pintag: Pintag, self: Self): void {
  const tag = new URL(self.src).searchParams.get('tag') ?? element;
  const base = self.src.replace(/[^/]+\/[^/]+\/main\.js.*/, `v${version}/${feature}/`);
  const claim = { feature, version, url: `${base}main.js` };
  const nonce = self.nonce ?? '';
  const when = self.getAttribute?.('load');
  const instances = document.getElementsByTagName(tag);
  const told = new WeakSet<Element>();
  let failure: string | undefined;

  const leaveTo = (other: string) => console.warn(`pintag: ${claim.url} leaves <${tag}> to ${other}`);

  /** Every file is refused unless its bytes are those that were linked. */
  const load = async () => {
    const integrity: Record<string, string> = {};
    for (let i = 0; i < files.length; i += 2) integrity[base + files[i]!] = `sha384-${files[i + 1]!}`;
    const add = (name: string, properties: object) =>
      document.head.append(Object.assign(document.createElement(name), properties, { nonce }));

    // Chromium and WebKit check against the map, Firefox against the preloads; each ignores the other where it matters.
    if (!pintag.mapped.has(base)) add('script', { type: 'importmap', text: trusted(pintag, JSON.stringify({ integrity })) });
    pintag.mapped.add(base);
    const urls = Object.keys(integrity);
    for (const href of urls.slice(0, closure))
      add('link', { rel: 'modulepreload', href, integrity: integrity[href], crossOrigin: 'anonymous' });

    const get = () => import(urls[0]!) as Promise<ElementModule>;
    const { define } = await get().catch(get);
    if (customElements.get(tag)) leaveTo('other code');
    else await define(tag, { ...claim, nonce });
    observer.disconnect();
  };

  let begin = () => {
    begin = () => {};
    load().catch((error: unknown) => {
      console.error((failure = `pintag: ${claim.url} failed: ${String(error)}`));
      look();
    });
  };

  const near = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && begin(), { rootMargin: '200px' });

  const look = () => {
    // Firefox forgets the page's own import map if a module is fetched before it, so that map comes first; its next sibling
    // proves that the parser is done with it.
    if (document.readyState === 'loading' && !document.querySelector('script[type=importmap]~*')) return;
    if (when === 'eager') begin();
    for (const instance of instances) {
      if (when === 'visible') near.observe(instance);
      else begin();
      if (!failure || told.has(instance)) continue;
      told.add(instance);
      const detail = { code: 'PT_LOAD_FAILED', message: failure, ...claim };
      instance.dispatchEvent(new CustomEvent('pintag-error', { bubbles: true, composed: true, detail }));
    }
  };
  const observer = new MutationObserver(look);

  const other = pintag.claims[tag];
  if (other) {
    if (other.url !== claim.url) leaveTo(other.url);
  } else if (customElements.get(tag)) leaveTo('other code');
  else {
    pintag.claims[tag] = claim;
    observer.observe(document, { childList: true, subtree: true });
    document.addEventListener('DOMContentLoaded', look);
    look();
  }
}
