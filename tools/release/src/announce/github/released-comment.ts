/**
 * The comment on an issue or a pull request that says which versions have it. It keeps what it has told as data: a line for each version, and in a
 * hidden list the ones that have no line any more, for GitHub limits its length. Pure.
 */
import { longestComment, markerOf } from './place-comment.ts';

export interface ReleasedVersion {
  readonly feature: string;
  readonly version: string;
  /** Of its GitHub release. */
  readonly url: string;
}

export const releasedMarker = markerOf('released');

/** Of a version that is told. */
const line = ({ feature, version, url }: ReleasedVersion): string => `- [${feature} ${version}](${url})`;
const told = /^- \[(?<feature>\S+) (?<version>\S+)\]\((?<url>\S+)\)$/gm;

/** Of a version that is told and has no line. */
const short = ({ feature, version }: ReleasedVersion): string => `${feature}@${version}`;
const hidden = /^<!-- pintag:told-before (?<names>.*) -->$/m;
/** In their place where not even they fit: whatever the comment does not name counts as told. */
const everything = '*';

/**
 * @param before our comment as it is; what it tells stays told.
 * @param longest characters; of what does not fit, the newest lines stay.
 */
export function releasedComment(
  kind: 'issue' | 'pull request',
  before: string | undefined,
  news: readonly ReleasedVersion[],
  longest = longestComment,
): string {
  const lines = [...(before ?? '').matchAll(told)].map(({ groups }) => groups as unknown as ReleasedVersion);
  const names = hidden.exec(before ?? '')?.groups?.['names']?.split(' ') ?? [];
  const known = new Set([...lines.map(short), ...names]);
  const added = news.filter((one) => !known.has(short(one)));
  if (before !== undefined && (added.length === 0 || known.has(everything))) return before;

  const what = kind === 'issue' ? 'What resolves this issue is released' : 'This pull request is released';
  const start = `${releasedMarker}\n${what}:\n\n`;
  const all = [...lines, ...added];
  const whole = `${start}${all.map(line).sort().join('\n')}\n`;
  if (names.length === 0 && whole.length <= longest) return whole;

  // From here on in the order of telling, which alone says what is newest.
  for (let gone = 0; gone <= all.length; gone += 1) {
    const text = cut(start, all.slice(gone), [...names, ...all.slice(0, gone).map(short)]);
    if (text.length <= longest) return text;
  }
  // More than a thousand features: the comment says so, and stays as it is.
  const shown = [...all];
  while (shown.length > 0 && cut(start, shown, [everything]).length > longest) shown.shift();
  return cut(start, shown, [everything]);
}

/** @param names of versions without a line */
function cut(start: string, shown: readonly ReleasedVersion[], names: readonly string[]): string {
  const more = names.includes(everything) ? 'many' : String(names.length);
  const rest = names.length > 0 ? `- and ${more} more\n\n<!-- pintag:told-before ${names.join(' ')} -->\n` : '';
  return `${start}${shown.map((one) => `${line(one)}\n`).join('')}${rest}`;
}
