/** What of a pull request can be tried, for people and for a comment. What a build said is somebody else's words, and stays words. */
import { previewTag } from '@pintag/cdn';
import type { UploadedPreview } from '@pintag/release';
import { createColors } from 'picocolors';
import { asBlock, asCode } from './escape-markdown.ts';

export function presentUploaded({ pr, sha, features }: UploadedPreview, { colour }: { readonly colour: boolean }): string {
  const { bold, dim, red } = createColors(colour);
  if (features.length === 0) return `#${pr} changes no feature that merging would release.\n`;
  const lines = features.map(({ feature, status, tag, reason, remedy, page }) => {
    if (status !== 'failed') return `${bold(feature)}  ${status === 'uploaded' ? 'uploaded' : 'there already'}\n  ${tag ?? ''}\n`;
    const details = [reason, remedy, page].filter((text) => text !== undefined).map((text) => `\n  ${dim(text)}`);
    return `${bold(feature)}  ${red('failed')}${details.join('')}\n`;
  });
  return `Of #${pr} at ${sha.slice(0, 8)}\n\n${lines.join('')}`;
}

/**
 * The tags are made anew, of what names and hashes allow: the data may come from a run that others control.
 * @param origin of the CDN
 */
export function uploadedAsMarkdown({ pr, sha, features }: UploadedPreview, origin: string): string {
  if (features.length === 0) return 'There is nothing to try: no feature changes.\n';
  const tried = features.flatMap(({ feature, element, status, integrity }) =>
    status === 'failed' || integrity === undefined
      ? []
      : [`${previewTag({ origin, place: { pr, sha }, feature, integrity })}\n<${element}></${element}>`],
  );
  const failed = features.filter(({ status }) => status === 'failed');
  return `${[
    '### Try it',
    ...(tried.length > 0
      ? [
          `Built of ${asCode(sha.slice(0, 8))}. These tags load that and nothing else; what they load expires by itself, and is no release.`,
          asBlock(tried.join('\n\n'), 'html'),
        ]
      : []),
    ...failed.map(({ feature, reason }) => `**${feature}** is not among them: ${asCode(reason ?? 'it failed')}`),
  ].join('\n\n')}\n`;
}
