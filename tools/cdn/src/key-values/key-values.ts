/** The edge's key-value store: short texts that the edge function reads. Every backend keeps these promises; key-values-contract.ts holds them to it. */
import { setTimeout as pause } from 'node:timers/promises';

export interface KeyValueState {
  /** Of the whole store, from before the values were read: an update with it loses nothing that was written since. */
  readonly etag: string;
  /** Those that are there. */
  readonly values: ReadonlyMap<string, string>;
}

export interface KeyValueChanges {
  readonly puts: ReadonlyMap<string, string>;
  /** A key that is not there is no error. */
  readonly deletes?: readonly string[];
}

export interface KeyValues {
  /** What it is, for messages: its ARN. */
  readonly name: string;
  /** @throws {PintagError} PT_KEY_VALUES_FAILED; so do the others. */
  read(keys: readonly string[]): Promise<KeyValueState>;
  /** All of it. */
  list(): Promise<KeyValueState>;
  /**
   * Only while the store's ETag is `etag`; `false` when someone was faster. All of it or nothing, up to fifty changes; of more, a part may be
   * written when it is `false` or fails.
   */
  update(changes: KeyValueChanges, etag: string): Promise<boolean>;
}

const mostTries = 100;

/**
 * Read, decide, update, and again when someone was faster.
 * @param decide is called after the ETag was read, so that all it reads is at least as new; with nothing to change, nothing is written.
 */
export async function updateKeyValues(
  keyValues: KeyValues,
  read: () => Promise<KeyValueState>,
  decide: (values: KeyValueState['values']) => Promise<KeyValueChanges>,
): Promise<void> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const { etag, values } = await read();
    const changes = await decide(values);
    if (changes.puts.size === 0 && (changes.deletes ?? []).length === 0) return;
    if (await keyValues.update(changes, etag)) return;
    // Each lost race is another writer's win, so all get there; the pause keeps many of them from trying in step.
    await pause(Math.random() * Math.min(20 * tries, 500));
  }
  throw new Error(`${keyValues.name} changed ${mostTries} times while it was to be updated.`);
}
