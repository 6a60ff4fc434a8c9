/** The comment on an issue or a pull request that says which versions have it. It keeps what it has told as data, in its hidden marker. Pure. */
import { markerOf } from './place-comment.ts';

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

/** @param before our comment as it is; what it tells stays told. */
export function releasedComment(kind: 'issue' | 'pull request', before: string | undefined, news: readonly ReleasedVersion[]): string {
  const known = [...(before ?? '').matchAll(told)].map(({ groups }) => groups as unknown as ReleasedVersion);
  const added = news.filter(({ feature, version }) => !known.some((one) => one.feature === feature && one.version === version));
  if (before !== undefined && added.length === 0) return before;
  const lines = [...known, ...added].map(line).sort();
  const what = kind === 'issue' ? 'What resolves this issue is released' : 'This pull request is released';
  return `${releasedMarker}\n${what}:\n\n${lines.join('\n')}\n`;
}
