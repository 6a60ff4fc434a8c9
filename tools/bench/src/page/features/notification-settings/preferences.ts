/** Which news reach a person, and how. */

export const channels = ['mail', 'push', 'text'] as const;
export type Channel = (typeof channels)[number];

export interface Topic {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** By what it may be sent at all. */
  readonly channels: readonly Channel[];
  /** Safety and exams: somebody always has to get these. */
  readonly required: boolean;
}

export interface Quiet {
  readonly on: boolean;
  /** `22:00`. */
  readonly from: string;
  readonly until: string;
}

export interface Preferences {
  readonly address: string;
  readonly digest: 'at-once' | 'daily' | 'weekly';
  readonly quiet: Quiet;
  /** By topic. */
  readonly chosen: Readonly<Record<string, readonly Channel[]>>;
}

export interface Settings {
  readonly topics: readonly Topic[];
  readonly preferences: Preferences;
}

export interface Complaint {
  readonly field: string;
  readonly sentence: string;
}

/** Everything that is wrong, in the order it stands on the screen. */
export function check({ address, quiet, chosen }: Preferences, topics: readonly Topic[]): Complaint[] {
  const complaints: Complaint[] = [];
  if (!/^\S+@\S+\.\S+$/.test(address)) complaints.push({ field: 'address', sentence: 'An address looks like name@example.com.' });
  for (const { id, title, required } of topics) {
    if (required && !chosen[id]?.length) complaints.push({ field: id, sentence: `Choose at least one way to hear about “${title}”.` });
  }
  if (quiet.on && quiet.from === quiet.until) complaints.push({ field: 'quiet', sentence: 'Quiet hours need a beginning and an end.' });
  return complaints;
}

/** Hours of a night that goes over midnight, too. */
export function hoursOf({ from, until }: Quiet): number {
  const [start, end] = [from, until].map((time) => Number(time.slice(0, 2)) + Number(time.slice(3)) / 60) as [number, number];
  return (end - start + 24) % 24;
}

/** What is different, for a request that changes nothing else. */
export function changesBetween(before: Preferences, after: Preferences): Partial<Preferences> {
  const keys = Object.keys(after) as (keyof Preferences)[];
  return Object.fromEntries(
    keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).map((key) => [key, after[key]]),
  );
}
