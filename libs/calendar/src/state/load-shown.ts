/** Keeps the events of what is shown loaded: as that changes, as somebody signs in, as the network comes back. */

import { effect, type Signal, untracked } from '@angular/core';
import { injectElement } from '@shared/elements';
import { type Words } from '../words/en';
import { type EventStore, type LoadOptions, type LoadState } from './event-store';

export interface LoadShownOptions {
  readonly store: EventStore;
  readonly shown: Signal<LoadOptions>;
  /** What else makes it load again: new headers after signing in, a new language, which may bring other texts. */
  readonly renewedBy: readonly Signal<unknown>[];
}

/** To be called by the constructor of the element's component. @returns how to load again */
export function loadShown({ store, shown, renewedBy }: LoadShownOptions): () => void {
  const { connected } = injectElement();
  const load = () => void store.load(untracked(shown));
  effect((onCleanup) => {
    if (!connected()) return;
    for (const signal of renewedBy) signal();
    shown();
    untracked(load);
    const online = () => store.state().kind === 'failed' && load();
    addEventListener('online', online);
    onCleanup(() => {
      removeEventListener('online', online);
      store.stop();
    });
  });
  return load;
}

/** Why nothing was loaded, for the reader; empty while nothing went wrong. */
export function describeFailure(state: LoadState, { loadFailed }: Words): string {
  if (state.kind !== 'failed') return '';
  const { offline, unavailable, unauthorized, missing, failed } = loadFailed;
  const sentences: Partial<Record<typeof state.failure.kind, string>> = { offline, unavailable, unauthorized, 'not-found': missing };
  return sentences[state.failure.kind] ?? failed;
}
