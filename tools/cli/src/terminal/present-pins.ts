/** What `pintag pin` did to each page, as a person reads it. */
import { relative } from 'node:path';
import type { LeftTag, PinnedFile, PinnedTag } from '@pintag/pins';
import { createColors } from 'picocolors';

const integrity: Record<PinnedTag['integrity'], string> = {
  kept: 'its integrity covers it, only the URL changed',
  replaced: 'with a new integrity',
  added: 'integrity added',
  removed: 'integrity taken away',
  none: 'without integrity',
};

const left: Record<LeftTag['why'], string> = {
  channel: 'a channel, which the CDN moves',
  expression: 'its version or integrity comes from a template expression',
  'other-tag': 'it defines another element (?tag=)',
};

export function presentPins(files: readonly PinnedFile[], { cwd, colour }: { readonly cwd: string; readonly colour: boolean }): string {
  const { bold, dim } = createColors(colour);
  return files
    .map(({ file, changed, pins, left: leftAlone, idle }) => {
      const name = bold(relative(cwd, file) || file);
      if (pins.length === 0 && leftAlone.length === 0) return `${name}  has no tag of this feature\n`;
      const lines = [
        ...pins.map((pin) => `line ${pin.line}: ${told(pin)}`),
        ...leftAlone.map(({ line, url, why }) => `line ${line}: left alone, ${left[why]}  ${dim(url)}`),
        ...idle.map(
          ({ line, version }) =>
            `line ${line}: loads a file of ${version} early, which no tag needs now: \`pintag tag --preload\` prints new lines`,
        ),
      ];
      return `${name}${changed ? '' : '  unchanged'}\n${lines.map((line) => `  ${line}\n`).join('')}`;
    })
    .join('');
}

function told({ from, to, integrity: how }: PinnedTag): string {
  if (from.url === to.url && (how === 'kept' || how === 'none')) return `${to.version}, there already`;
  const version = from.version === to.version ? to.version : `${from.version} → ${to.version}`;
  const [before, after] = [from.url, to.url].map((url) => (URL.canParse(url) ? new URL(url).origin : undefined));
  return `${version}, ${integrity[how]}${after && before !== after ? `, now from ${after}` : ''}`;
}
