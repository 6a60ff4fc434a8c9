/** Points a channel to a version: first in its file, which is the truth, then at the edge, which has a copy. */
import { PintagError } from '../errors.ts';
import { channelsKey } from '../layout.ts';
import type { KeyValues } from '../key-values/key-values.ts';
import { jsonObject } from '../records/serialise.ts';
import type { ArtefactStore } from '../store/artefact-store.ts';
import { updateObject } from '../store/update-object.ts';
import { type ChannelFile, channelOf, parseChannelFile } from './channel-file.ts';
import { decideRevert, decideSet, type MoveFacts, type SetFacts } from './decide-move.ts';
import { projectChannel } from './project-channels.ts';

export interface ChannelTools {
  readonly store: ArtefactStore;
  readonly keyValues: KeyValues;
}

export interface MovedChannel {
  readonly feature: string;
  readonly channel: string;
  /** Absent: the channel is new. */
  readonly from?: string;
  readonly to: string;
  /** `false`: it pointed there already; the edge was made to follow it all the same. */
  readonly changed: boolean;
}

/**
 * Whoever loses a race decides again over what the winner wrote.
 * @param facts.version of a released version: nobody checks that here.
 * @throws {PintagError} PT_CHANNEL_BACK, PT_CHANNEL_MAJOR; nothing has changed then. PT_CHANNEL_NOT_PROJECTED: the file says it, the edge does not yet, and
 * `projectChannel` is what is left to do.
 */
export async function setChannel(tools: ChannelTools, facts: SetFacts): Promise<MovedChannel> {
  let moved: Omit<MovedChannel, 'feature' | 'channel'> = { to: facts.version, changed: false };
  await updateFile(tools.store, facts.feature, (file) => {
    const next = decideSet(file, facts);
    const from = channelOf(file, facts.channel)?.version;
    moved = { ...(from !== undefined && { from }), to: facts.version, changed: next !== undefined };
    return next;
  });
  return project(tools, { feature: facts.feature, channel: facts.channel, ...moved });
}

/**
 * Points a channel to where it was before its last move. Each call is a revert of its own: after PT_CHANNEL_NOT_PROJECTED `projectChannel` is to be
 * repeated, not this.
 * @param facts.expected only from this version: whoever reverts has seen it, and nobody should go back from another one. Default: that of the first read.
 * @throws {PintagError} PT_CHANNEL_UNSET, PT_CHANNEL_FIRST, PT_CHANNEL_MOVED; nothing has changed then. PT_CHANNEL_NOT_PROJECTED
 */
export async function revertChannel(tools: ChannelTools, facts: MoveFacts & { readonly expected?: string }): Promise<MovedChannel> {
  const { feature, channel } = facts;
  let { expected } = facts;
  let to = '';
  await updateFile(tools.store, feature, (file) => {
    const next = decideRevert(file, facts);
    const { version, history } = file!.channels[channel]!;
    expected ??= version;
    if (version !== expected) throw new PintagError('PT_CHANNEL_MOVED', { channel, feature, expected, found: version, by: history[0]!.by });
    to = next.channels[channel]!.version;
    return next;
  });
  return project(tools, { feature, channel, from: expected!, to, changed: true });
}

async function updateFile(
  store: ArtefactStore,
  feature: string,
  change: (file: ChannelFile | undefined) => ChannelFile | undefined,
): Promise<void> {
  const key = channelsKey(feature);
  await updateObject(store, key, async (current) => {
    const next = change(current && parseChannelFile(current.body, feature));
    return next && jsonObject(key, next);
  });
}

async function project(tools: ChannelTools, moved: MovedChannel): Promise<MovedChannel> {
  try {
    await projectChannel(tools, moved);
    return moved;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PintagError(
      'PT_CHANNEL_NOT_PROJECTED',
      { channel: moved.channel, feature: moved.feature, version: moved.to, why },
      { cause },
    );
  }
}
