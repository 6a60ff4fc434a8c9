/** A state that no run of ours leaves, and what the states are made of. */
import { artefactKey, claimKey, indexKey, linkedBundleKey, parseRecord, receiptKey, recordKey, versionsKey } from '@pintag/cdn';
import type { FoundWorld } from '../found-world.ts';
import type { DiscrepancyKind } from '../../discrepancy.ts';

export interface FoundState {
  readonly what: string;
  /** Before the damage: the state that the world should come back to. Default: both features have 1.0.0. */
  readonly before?: (world: FoundWorld) => Promise<void>;
  readonly damage: (world: FoundWorld) => Promise<void>;
  /** What `reconcile --check` names, exactly. */
  readonly says: readonly DiscrepancyKind[];
  /**
   * What a release does meanwhile. Default: nothing, and well. `heals`: it heals the damage itself. A pattern: it fails, changes
   * nothing, and says so.
   */
  readonly release?: 'heals' | RegExp;
  /** What `reconcile` leaves. Default: nothing. */
  readonly leaves?: readonly DiscrepancyKind[];
  /** What the remedy asks of a person beside commands. */
  readonly byHand?: (world: FoundWorld) => Promise<void>;
  /** Where the world is in the end. Default: as before the damage. */
  readonly end?: (world: FoundWorld) => Promise<void>;
}

export const tag = 'calendar-v1.0.0';
export const record = recordKey('calendar', '1.0.0');
export const chunk = artefactKey('calendar', '1.0.0', 'chunk-2.js');
export const list = versionsKey('calendar');
export const bundleKey = async ({ store }: FoundWorld): Promise<string> =>
  linkedBundleKey(parseRecord(Buffer.from(await store.text(record)), record).digest);
export const edit = async ({ store }: FoundWorld, key: string, from: RegExp, to: string): Promise<void> =>
  store.replace(key, (await store.text(key)).replace(from, to));
export const noteOf = (name: string): string => `refs/notes/semantic-release-${name}`;
export const deleteTag = ({ remote }: FoundWorld, name = tag) => remote.git('update-ref', '-d', `refs/tags/${name}`);
export const deleteNote = ({ remote }: FoundWorld, name = tag) => remote.git('update-ref', '-d', noteOf(name));
export async function removeRow(store: FoundWorld['store']): Promise<void> {
  const index = JSON.parse(await store.text(indexKey));
  await store.replace(
    indexKey,
    JSON.stringify({ ...index, features: index.features.filter(({ feature }: { feature: string }) => feature !== 'calendar') }),
  );
}
export async function keysBelow(store: FoundWorld['store'], prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
}
/** All that is stored for 1.0.0 of a feature. */
export const keysOf = async (store: FoundWorld['store'], feature: string): Promise<string[]> => [
  ...(await keysBelow(store, `elements/v1.0.0/${feature}/`)),
  recordKey(feature, '1.0.0'),
  receiptKey(feature, '1.0.0'),
  claimKey(feature, '1.0.0'),
  versionsKey(feature),
];
export function expectText(actual: string, expected: string): void {
  if (actual.trim() !== expected) throw new Error(`Expected ${expected}, found ${actual}.`);
}
