/** How much room the element has on its page; not the window, for it may stand in a sidebar. */

import { effect, Injectable, signal } from '@angular/core';
import { injectElement } from '@shared/elements';

/** CSS pixels. Below it seven columns cannot hold words any more. */
export const narrowWidth = 560;

@Injectable()
export class Space {
  readonly #narrow = signal(false);
  /** Days become marks in the month, and the week shows one day. */
  readonly narrow = this.#narrow.asReadonly();

  constructor() {
    const { element, connected } = injectElement();
    effect((onCleanup) => {
      if (!connected()) return;
      onCleanup(observeSize(element, ({ width }) => this.#narrow.set(width < narrowWidth)));
    });
  }
}

/** Calls back at once and at every change of size, in CSS pixels; returns how to end it. */
export function observeSize(element: Element, changed: (size: { readonly width: number; readonly height: number }) => void): () => void {
  // jsdom lays nothing out, so it has nothing to observe.
  if (typeof ResizeObserver === 'undefined') return () => undefined;
  const observer = new ResizeObserver(([entry]) => entry && changed(entry.contentRect));
  observer.observe(element);
  return () => observer.disconnect();
}
