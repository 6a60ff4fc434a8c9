/**
 * Serves one tag for one script element: claims it, waits until the page has such an element, loads it, tells its instances if that failed.
 * One closure instead of several files with parameters: every host page downloads this text, and names that are passed on do not get shorter.
 */
import { pintag, type ScriptPolicy } from './protocol.ts';
import { closure, element, entry, feature, maps, v, version } from './table.ts';

/** A script element; where the page ran the text without keeping one (jQuery does), what it says about having fetched it. */
export type Self = Partial<Pick<HTMLScriptElement, 'src' | 'nonce' | 'getAttribute'> & Pick<PerformanceEntry, 'name'>>;

interface ElementModule {
  define(tag: string, context: object): unknown;
}

/** Not there in every browser. */
declare const trustedTypes: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };

/**
 * @param root Absolute URL of the folder in which versions lie, with a slash at its end.
 * @param tag As the script's address asks for it.
 */
export function serveTag(self: Self, root: string, tag: string = element): void {
  const url = `${root}${v}${version}/${feature}/main.js`;
  const claim = { feature, version, url };
  let when = self.getAttribute?.('load');
  const { nonce } = self;
  // "loading" is the last of its values in the alphabet; every page pays for spelling it out.
  let parsed = document.readyState < 'l';
  let loading: unknown;
  let failure: string | undefined;

  const add = (name: string, properties: object) =>
    document.head.append(Object.assign(document.createElement(name), properties, { nonce }));

  /** Every file is refused unless its bytes are those that were linked. */
  const load = async () => {
    try {
      let left = closure;
      // Chromium and WebKit check against the maps, Firefox against the preloads; each ignores the other where it matters.
      for (const map of maps) {
        const filled = map.split('*').join(root);
        const { integrity } = JSON.parse(filled) as { integrity: Record<string, string> };
        if (!pintag.mapped.has(filled)) {
          pintag.mapped.add(filled);
          let text: string | false = filled;
          try {
            text = (pintag.policy ??= trustedTypes.createPolicy('pintag', {
              createScript: (any) => /^{"integrity":{[^{]*}}$/.test(any) && any,
            })).createScript(filled);
          } catch {
            // No Trusted Types, or a list of policies without ours: the browser decides about the bare text.
          }
          add('script', { text, type: 'importmap' });
        }
        for (const href in integrity)
          if (left-- > 0) add('link', { crossOrigin: '', rel: 'modulepreload', integrity: integrity[href], href });
      }
      const get = () => import(`${root}${v}${version}/${feature}/${entry}`) as Promise<ElementModule>;
      await (await get().catch(get)).define(tag, { ...claim, nonce });
      observer.disconnect();
      pintag.attached.delete(watch);
    } catch (error) {
      // It may come before `load()` has returned: set both, so that telling it does not load again.
      console.warn((loading = failure = `pintag: ${url} failed: ${error}`));
      look(document);
    }
  };

  /** Finds instances in and below a node, also in open shadow roots, and loads what they need. */
  const look = (top: Node) => {
    let wanted = when === 'eager';
    for (const node of [top, ...((top as Partial<Element>).querySelectorAll?.('*') ?? [])] as Element[]) {
      if (node.shadowRoot) watch(node.shadowRoot);
      if (node.localName !== tag) continue;
      if (when === 'visible') near.observe(node);
      else wanted = true;
      if (!failure || pintag.scripts.has(node)) continue;
      pintag.scripts.add(node);
      node.dispatchEvent(
        new CustomEvent('pintag-error', { detail: { ...claim, code: 'PT_LOAD_FAILED', message: failure }, bubbles: true, composed: true }),
      );
    }
    // Firefox forgets the page's own import map if a module is fetched before it, so that map comes first; its next sibling
    // proves that the parser is done with it.
    if (wanted && (parsed || document.querySelector('[type=importmap]~*'))) loading ??= load();
  };

  const near = new IntersectionObserver(
    (entries) => {
      for (const seen of entries) {
        if (seen.isIntersecting) when = '';
        look(seen.target);
      }
    },
    { rootMargin: '200px' },
  );

  const observer = new MutationObserver((records) => {
    for (const record of records) record.addedNodes.forEach((node) => look(node));
  });

  const watch = (top: Node) => {
    observer.observe(top, { childList: true, subtree: true });
    look(top);
  };

  const other = pintag.claims[tag];
  if (!other) {
    pintag.claims[tag] = claim;
    pintag.attached.add(watch);
    // No import map can come any more, shadow roots that the markup declares were attached without a trace, and what makes something else of
    // the page's markup, as AngularJS does, has done so: it listened before.
    document.addEventListener('DOMContentLoaded', () => {
      parsed = true;
      look(document);
    });
    watch(document);
  } else if (other.url !== url) console.warn(`pintag: ${url} leaves <${tag}> to ${other.url}`);
}
