/**
 * Serves one tag for one script element: claims it, waits until the page has such an element, loads it, tells its instances if that failed.
 * One closure instead of several files with parameters: every host page downloads this text, and names that are passed on do not get shorter.
 */
import { folderOf, type Self, sourceOf } from './find-self.ts';
import { integrityMaps, mapText } from './integrity-maps.ts';
import type { Pintag, ScriptPolicy } from './protocol.ts';
import { closure, element, feature, files, version } from './table.ts';

interface ElementModule {
  define(tag: string, context: object): unknown;
}

/** Not there in every browser. */
declare const trustedTypes: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };

export function serveTag(pintag: Pintag, self: Self): void {
  const source = sourceOf(self);
  const tag = new URL(source).searchParams.get('tag') || element;
  const folder = folderOf(source);
  const claim = { feature, version, url: `${folder}main.js` };
  const nonce = self.nonce || '';
  const when = self.getAttribute?.('load');
  let wanted = when === 'eager';
  let loading: unknown;
  let failure: string | undefined;

  const leaveTo = (other: string) => console.warn(`pintag: ${claim.url} leaves <${tag}> to ${other}`);

  const add = (name: string, properties: object) =>
    document.head.append(Object.assign(document.createElement(name), properties, { nonce }));

  /** Every file is refused unless its bytes are those that were linked. */
  const load = async () => {
    const maps = integrityMaps(files, folder);
    // Chromium and WebKit check against the maps, Firefox against the preloads; each ignores the other where it matters.
    for (const key in maps) {
      if (pintag.mapped.has(key)) continue;
      pintag.mapped.add(key);
      Object.assign(pintag.integrity, maps[key]);
      let text = mapText(maps[key]!);
      try {
        pintag.policy ??= trustedTypes.createPolicy('pintag', {
          createScript: (map) => mapText((JSON.parse(map) as { integrity: {} }).integrity),
        });
        text = pintag.policy.createScript(text);
      } catch {
        // No Trusted Types, or a list of policies without ours: the browser decides about the bare text.
      }
      add('script', { type: 'importmap', text });
    }
    const urls = Object.keys(files).map((path) => new URL(path, folder).href);
    for (const href of urls.slice(0, closure))
      add('link', { rel: 'modulepreload', href, integrity: pintag.integrity[href], crossOrigin: 'anonymous' });

    const get = () => import(urls[0]!) as Promise<ElementModule>;
    const { define } = await get().catch(get);
    if (customElements.get(tag)) leaveTo('other code');
    else await define(tag, { ...claim, nonce });
    observer.disconnect();
    pintag.attached.delete(watch);
  };

  const fail = (error: unknown) => {
    console.error((failure = `pintag: ${claim.url} failed: ${error}`));
    look(document);
  };

  const near = new IntersectionObserver(
    (entries) =>
      entries.forEach(({ isIntersecting, target }) => {
        wanted ||= isIntersecting;
        look(target);
      }),
    { rootMargin: '200px' },
  );

  /** Finds instances in and below a node, also in open shadow roots, and loads what they need. */
  const look = (root: Node) => {
    const nodes = document.createTreeWalker(root, 1);
    for (let node: Node | null = root; node; node = nodes.nextNode()) {
      const { localName, shadowRoot } = node as Element;
      if (shadowRoot) watch(shadowRoot);
      if (localName !== tag) continue;
      if (when === 'visible') near.observe(node as Element);
      else wanted = true;
      if (!failure || pintag.scripts.has(node)) continue;
      pintag.scripts.add(node);
      const detail = { code: 'PT_LOAD_FAILED', message: failure, ...claim };
      node.dispatchEvent(new CustomEvent('pintag-error', { bubbles: true, composed: true, detail }));
    }
    // Firefox forgets the page's own import map if a module is fetched before it, so that map comes first; its next sibling
    // proves that the parser is done with it.
    if (wanted && (document.readyState !== 'loading' || document.querySelector('script[type=importmap]~*'))) loading ??= load().catch(fail);
  };

  const observer = new MutationObserver((records) => records.forEach(({ addedNodes }) => addedNodes.forEach(look)));

  const watch = (root: Node) => {
    observer.observe(root, { childList: true, subtree: true });
    look(root);
  };

  const other = pintag.claims[tag] ?? (customElements.get(tag) && { url: 'other code' });
  if (!other) {
    pintag.claims[tag] = claim;
    pintag.attached.add(watch);
    // Parsed: shadow roots that the markup declares are attached without a trace, and no import map can come any more.
    document.addEventListener('readystatechange', () => look(document));
    watch(document);
  } else if (other.url !== claim.url) leaveTo(other.url);
}
