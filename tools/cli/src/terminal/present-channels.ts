/** Channels, as a person reads them. */
import type { Channel, MovedChannel } from '@pintag/cdn';
import { createColors } from 'picocolors';

interface Looks {
  readonly colour: boolean;
}

/** A row of `pintag channel list`. */
export interface ListedChannel {
  readonly feature: string;
  readonly channel: string;
  readonly version: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly by: string;
  /** What the edge redirects to; absent: nowhere yet. */
  readonly edge?: string;
  readonly url: string;
}

export function presentMove({ feature, channel, from, to, changed }: MovedChannel, url: string, { colour }: Looks): string {
  const { bold, dim } = createColors(colour);
  const what = !changed ? `${to} already, and the edge follows` : from === undefined ? `${to}, for the first time` : `${from} → ${to}`;
  return `${bold(`${channel} of ${feature}`)}  ${what}\n  ${dim(url)}\n`;
}

export const tellAboutMove = ({ channel, feature, from }: MovedChannel): string =>
  `New pages load it within seconds, browsers that followed the channel before within a minute.${
    from === undefined ? '' : ` To undo it: \`pintag channel revert ${channel} ${feature}\`.`
  }\n`;

export function presentList(rows: readonly ListedChannel[], { colour }: Looks): string {
  if (rows.length === 0) return 'No channel has been set yet: `pintag channel set stable <feature>@<version>` sets one.\n';
  const { bold, yellow } = createColors(colour);
  const width = (of: (row: ListedChannel) => string) => Math.max(...rows.map((row) => of(row).length));
  const [features, channels, versions] = [width((row) => row.feature), width((row) => row.channel), width((row) => row.version)];
  return rows
    .map(({ feature, channel, version, at, by, edge }) => {
      const late =
        edge === version ? '' : yellow(`  the edge ${edge === undefined ? 'has none yet' : `still has ${edge}`}: run \`pintag reconcile\``);
      return `${feature.padEnd(features)}  ${channel.padEnd(channels)}  ${bold(version.padEnd(versions))}  ${at.slice(0, 10)}  ${by}${late}\n`;
    })
    .join('');
}

/** Newest first; the first line is where the channel points. */
export function presentHistory({ history }: Channel, { colour }: Looks): string {
  const { bold, dim, yellow } = createColors(colour);
  const width = Math.max(...history.map(({ version }) => version.length));
  return history
    .map(({ version, at, by, forced, reverted }, position) => {
      const padded = version.padEnd(width);
      const how = reverted ? yellow('  reverted') : forced ? yellow('  forced') : '';
      return `${position === 0 ? bold(padded) : padded}  ${dim(at.replace(/\.\d+Z$/, 'Z'))}  ${by}${how}\n`;
    })
    .join('');
}
