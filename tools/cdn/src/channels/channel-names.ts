/** What a channel may be called: what the configuration names, and `v<major>`. The name is a segment of URLs, before that of the feature. */
import { PintagError } from '../errors.ts';
import { nearestNames } from '../nearest-names.ts';

/** What other URLs have in this place. */
const reserved = /^(runtime|index)$/;
const majorName = /^v(?<major>0|[1-9]\d*)$/;

/** The major version that the name stands for; `undefined`: it is another kind of name. */
export function majorOf(channel: string): number | undefined {
  const major = majorName.exec(channel)?.groups?.['major'];
  return major === undefined ? undefined : Number(major);
}

/** Whether a URL can carry it as a channel; says nothing about the configuration. */
export const isChannelName = (name: string): boolean => whyNoChannelName(name) === undefined;

/** For messages: `it is not …`; nothing when it is a channel name. */
export function whyNoChannelName(name: string): string | undefined {
  if (majorOf(name) !== undefined) return undefined;
  if (/^v\d/.test(name)) return 'only a whole major version, such as v1, may look like a version';
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) return 'it is not lower-case words joined by hyphens';
  return reserved.test(name) ? 'URLs use this word for something else' : undefined;
}

export interface KnownNames {
  /** Of the configuration; `v<major>` need not be named. */
  readonly channels: readonly string[];
  /** A channel may not be called like one. */
  readonly features: readonly string[];
}

/**
 * @returns `name`, when it is a channel of this repository.
 * @throws {PintagError} PT_CHANNEL_NAME, PT_CHANNEL_UNKNOWN
 */
export function checkChannelName(name: string, { channels, features }: KnownNames): string {
  const why = whyNoChannelName(name) ?? (features.includes(name) ? 'a feature has this name' : undefined);
  if (why !== undefined) throw new PintagError('PT_CHANNEL_NAME', { name, why });
  if (majorOf(name) === undefined && !channels.includes(name))
    throw new PintagError('PT_CHANNEL_UNKNOWN', { name, known: channels, nearest: nearestNames(name, channels) });
  return name;
}
