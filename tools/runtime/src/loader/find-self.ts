/** Which script elements of the page are this very loader, and where it came from. */
import type { LoaderTable } from './table.ts';

export interface Self {
  readonly src: string;
  /** Absent when the page ran the loader's text without keeping its element (jQuery does). */
  readonly script?: HTMLScriptElement;
}

/** @param handled Elements that another run has answered for. */
export function findSelf({ feature, version }: LoaderTable, handled: WeakSet<Element>): Self[] {
  // Under its own version, or under a channel's name, which the CDN redirects without the page noticing.
  const own = new RegExp(`/(v${version}|(?!v\\d+\\.\\d)[^/]+)/${feature}/main\\.js([?#]|$)`);
  const all = [...document.scripts].filter(({ src }) => own.test(src));
  const current = all.filter((script) => script === document.currentScript);
  const scripts = (current.length ? current : all).filter((script) => !handled.has(script));
  for (const script of scripts) handled.add(script);
  if (all.length) return scripts.map((script) => ({ src: script.src, script }));
  return performance
    .getEntriesByType('resource')
    .filter(({ name }) => own.test(name))
    .slice(-1)
    .map(({ name }) => ({ src: name }));
}
