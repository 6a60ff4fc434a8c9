/** Which script elements of the page are this very loader, and where it came from. */
import { feature, version } from './table.ts';

/** A script element; where the page ran the text without keeping one (jQuery does), what it says about having fetched it. */
export type Self = Partial<Pick<HTMLScriptElement, 'src' | 'nonce' | 'getAttribute'> & Pick<PerformanceEntry, 'name'>>;

/** Under its own version, or under a channel's name, which the CDN redirects without the page noticing. Its first group is what comes before. */
const own = new RegExp(`^([^?#]*/)(v${version}|(?!v\\d+\\.\\d)[^/?#]+)/${feature}/main.js\\b`);

/** @param handled Elements that another run has answered for. */
export function findSelf(handled: WeakSet<object>): readonly Self[] {
  const current = document.currentScript as HTMLScriptElement | null;
  const all: readonly Self[] = own.test(sourceOf(current ?? {})) ? [current!] : [...document.scripts, ...performance.getEntries()];
  const mine = all.filter((self) => own.test(sourceOf(self)) && !handled.has(self));
  // A module does not know its element. Each address has a run of its own, and that of a channel may be another version's.
  const selves = mine.filter(({ src }) => src === mine[0]!.src);
  selves.forEach((self) => handled.add(self));
  return selves;
}

export const sourceOf = ({ src, name = '' }: Self): string => src || name;

export const folderOf = (source: string): string => `${own.exec(source)![1]!}v${version}/${feature}/`;
