/** What a channel file says after a move, or why the move is refused. Pure. */
import semver from 'semver';
import { PintagError } from '../errors.ts';
import { type ChannelFile, type ChannelMove, channelOf } from './channel-file.ts';
import { majorOf } from './channel-names.ts';

export interface MoveFacts {
  readonly feature: string;
  readonly channel: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly by: string;
}

export interface SetFacts extends MoveFacts {
  readonly version: string;
  /** A step back in SemVer is meant. Default `false`. */
  readonly force?: boolean;
}

/**
 * @returns the file after the channel was pointed to the version; nothing when it points there already.
 * @throws {PintagError} PT_CHANNEL_MAJOR, PT_CHANNEL_BACK
 */
export function decideSet(file: ChannelFile | undefined, { force = false, ...facts }: SetFacts): ChannelFile | undefined {
  const { feature, channel, version } = facts;
  const major = majorOf(channel);
  if (major !== undefined && semver.major(version) !== major) throw new PintagError('PT_CHANNEL_MAJOR', { channel, feature, version });
  const from = channelOf(file, channel)?.version;
  if (from === version) return undefined;
  const isBack = from !== undefined && semver.lt(version, from);
  if (isBack && !force) throw new PintagError('PT_CHANNEL_BACK', { channel, feature, from, to: version });
  return withMove(file, facts, isBack ? { forced: true } : {});
}

/**
 * @returns the file after the channel went back to where it pointed before its last move that was not taken back yet; so a second revert goes
 * further back, and never forth again to the version that was left on purpose.
 * @throws {PintagError} PT_CHANNEL_UNSET, PT_CHANNEL_FIRST
 */
export function decideRevert(file: ChannelFile | undefined, facts: MoveFacts): ChannelFile {
  const { feature, channel } = facts;
  const current = channelOf(file, channel);
  if (!current) throw new PintagError('PT_CHANNEL_UNSET', { channel, feature, set: Object.keys(file?.channels ?? {}) });
  const version = versionBefore(current.history);
  if (version === undefined) throw new PintagError('PT_CHANNEL_FIRST', { channel, feature, version: current.version });
  return withMove(file, { ...facts, version }, { reverted: true });
}

/** @param history newest first */
export function versionBefore(history: readonly ChannelMove[]): string | undefined {
  const standing: string[] = [];
  for (const { version, reverted } of history.toReversed()) {
    if (reverted) standing.pop();
    else standing.push(version);
  }
  return standing.at(-2);
}

function withMove(
  file: ChannelFile | undefined,
  { feature, channel, version, at, by }: MoveFacts & { readonly version: string },
  how: Pick<ChannelMove, 'forced' | 'reverted'>,
): ChannelFile {
  const before = channelOf(file, channel)?.history ?? [];
  return {
    schema: 1,
    feature,
    channels: { ...file?.channels, [channel]: { version, history: [{ version, at, by, ...how }, ...before] } },
  };
}
