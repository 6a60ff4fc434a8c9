/** `_channels/<feature>.json`: which version each channel of a feature points to, and since when; the truth, which the edge has a copy of. */
import * as v from 'valibot';
import { channelsKey } from '../layout.ts';
import { feature, parseStored, schema, time, version } from '../records/stored-fields.ts';
import { isChannelName } from './channel-names.ts';

/** One time that a channel was pointed to a version. */
export interface ChannelMove {
  readonly version: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Who did it: `octocat`. */
  readonly by: string;
  /** It was a step back in SemVer, asked for with `--force`. */
  readonly forced?: true;
  /** It took back the move before it. */
  readonly reverted?: true;
}

export interface Channel {
  readonly version: string;
  /** Newest first, never empty; the first is how it came to `version`. */
  readonly history: readonly ChannelMove[];
}

export interface ChannelFile {
  readonly schema: 1;
  readonly feature: string;
  /** By name: `stable`, `v1`. */
  readonly channels: Readonly<Record<string, Channel>>;
}

const move = v.object({
  version,
  at: time,
  by: v.string(),
  forced: v.optional(v.literal(true)),
  reverted: v.optional(v.literal(true)),
});

const channel = v.pipe(
  v.object({ version, history: v.pipe(v.array(move), v.minLength(1, 'is empty')) }),
  v.check(({ version: current, history }) => history[0]?.version === current, 'does not begin its history with its version'),
);

const channelFileSchema = v.object({
  schema,
  feature,
  channels: v.record(v.pipe(v.string(), v.check(isChannelName, 'is no channel name')), channel),
});

/** @throws {PintagError} PT_STORED_INVALID; also when the file is another feature's. */
export function parseChannelFile(bytes: Uint8Array, of: string): ChannelFile {
  const whole = v.pipe(
    channelFileSchema,
    v.check((file) => file.feature === of, `are not the channels of ${of}`),
  );
  return parseStored(whole, bytes, channelsKey(of));
}

/** A name may be one that every object has something under. */
export const channelOf = (file: ChannelFile | undefined, name: string): Channel | undefined =>
  file && Object.hasOwn(file.channels, name) ? file.channels[name] : undefined;
