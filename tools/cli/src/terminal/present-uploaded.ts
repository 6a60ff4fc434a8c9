/** What of a pull request can be tried, for people and for a comment. What a build said is somebody else's words, and stays words. */
import type { UploadedFeature, UploadedPreview } from '@pintag/release';
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

export function uploadedAsMarkdown({ sha, features }: UploadedPreview): string {
  if (features.length === 0) return 'There is nothing to try: no feature changes.\n';
  const tried = features.filter(({ status }) => status !== 'failed');
  return [
    '### Try it',
    ...(tried.length > 0
      ? [
          `Built of ${asCode(sha.slice(0, 8))}; these tags load it and nothing else, and expire by themselves. They are no release.`,
          asBlock(tried.map(toTry).join('\n'), 'html'),
        ]
      : []),
    ...features
      .filter(({ status }) => status === 'failed')
      .map(({ feature, reason }) => `**${feature}** is not among them: ${asCode(reason ?? 'it failed')}`),
  ]
    .join('\n\n')
    .concat('\n');
}

const toTry = ({ element, tag }: UploadedFeature): string => `${tag ?? ''}\n<${element}></${element}>`;
