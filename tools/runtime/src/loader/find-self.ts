/** Which script elements of the page are this very loader, and where it came from. */
import { feature, version } from './table.ts';

/** Of a script element, what serving it needs; when the page ran the text without keeping the element (jQuery does), its address alone. */
export type Self = Pick<HTMLScriptElement, 'src'> & Partial<Pick<HTMLScriptElement, 'nonce' | 'getAttribute'>>;

/** @param handled Elements that another run has answered for. */
export function findSelf(handled: WeakSet<Element>): readonly Self[] {
  // Under its own version, or under a channel's name, which the CDN redirects without the page noticing.
  const own = new RegExp(`/(v${version}|(?!v\\d+\\.\\d)[^/]+)/${feature}/main\\.js\\b`);
  const all = [...document.scripts].filter(({ src }) => own.test(src));
  const current = all.filter((script) => script === document.currentScript);
  const scripts = (current.length ? current : all).filter((script) => !handled.has(script));
  for (const script of scripts) handled.add(script);
  if (all.length) return scripts;
  const fetched = performance.getEntriesByType('resource').filter(({ name }) => own.test(name));
  return fetched.slice(-1).map(({ name }) => ({ src: name }));
}
