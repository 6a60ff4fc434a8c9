/** From files to the text of one comment. What a pull request made is data: it is checked, and shown with every word of it escaped. Pure. */
import { longestComment, markerOf } from '@pintag/release/github';
import { asCode } from '../terminal/escape-markdown.ts';
import { uploadedAsMarkdown } from '../terminal/present-uploaded.ts';
import { previewFrom, uploadedFrom } from './untrusted-preview.ts';
import { previewAsMarkdown, marker as previewMarker } from '../terminal/preview-as-markdown.ts';

export interface CommentFile {
  /** `preview.json`; the end of it says what it is. */
  readonly name: string;
  readonly text: string;
}

/** Of the comment that is brought up to date in place. */
export const commentMarker = (name: string): string => markerOf(`comment-${name}`);

export interface CommentPlace {
  readonly pullRequest: number;
  /** Of the CDN whose addresses may be shown; absent: only those of this machine. */
  readonly origin: string | undefined;
}

export function commentBody(name: string, files: readonly CommentFile[], place: CommentPlace): string {
  const marker = commentMarker(name);
  const parts = files.map((file) => (file.name.endsWith('.json') ? fromData(file, place) : fromMarkdown(file.text)));
  return `${marker}\n${fit(parts.join('\n\n'), longestComment - marker.length - 1)}`;
}

function fromData({ name, text }: CommentFile, { origin, pullRequest }: CommentPlace): string {
  const uploaded = uploadedFrom(text, pullRequest);
  if (uploaded) return origin === undefined ? leftOut(name, 'no CDN is configured here') : uploadedAsMarkdown(uploaded, origin).trim();
  const preview = previewFrom(text, origin);
  return 'problem' in preview ? leftOut(name, preview.problem) : withoutMarker(previewAsMarkdown(preview.known));
}

const leftOut = (name: string, why: string): string => `${asCode(name)} is left out: ${asCode(why)}.`;

/** Our own jobs' words. A hidden comment in them would be taken for a marker. */
const fromMarkdown = (text: string): string => withoutMarker(text).replaceAll('<!--', '&lt;!--').trim();

const withoutMarker = (text: string): string =>
  (text.startsWith(previewMarker) ? text.slice(previewMarker.length).trimStart() : text).trim();

const rest = '\n\nThe rest is too long for a comment.';

/** Cut between lines; what is open there is closed, so that the last line is not swallowed. */
function fit(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const most = text.slice(0, longest - rest.length - 200);
  const kept = most.slice(0, most.lastIndexOf('\n'));
  const fences = kept.match(/^`{3,}/gm) ?? [];
  const openFence = fences.length % 2 === 1 ? `\n${fences.at(-1)!}` : '';
  const open = (kept.match(/<details>/g)?.length ?? 0) - (kept.match(/<\/details>/g)?.length ?? 0);
  return `${kept}${openFence}${'\n\n</details>'.repeat(Math.min(Math.max(open, 0), 8))}${rest}`;
}
