/** Read, decide, compare and set, and again when someone was faster: how mutable objects change without losing an update. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ArtefactStore, ObjectContent, StoredObject } from './artefact-store.ts';

const mostTries = 100;

/**
 * @param change makes the new content. It is called after the object was read, so that all it reads is at least as new; again after each lost race. With `undefined` nothing is written.
 * @returns whether something was written.
 */
export async function updateObject(
  store: ArtefactStore,
  key: string,
  change: (current: StoredObject | undefined) => Promise<ObjectContent | undefined>,
): Promise<boolean> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const current = await store.read(key);
    const next = await change(current);
    if (!next) return false;
    if (await store.compareAndSet(key, next, current?.etag)) return true;
    // Each lost race is another writer's win, so all get there; the pause keeps many of them from trying in step.
    await pause(Math.random() * Math.min(10 * tries, 250));
  }
  throw new Error(`${key} changed ${mostTries} times while it was to be updated.`);
}
