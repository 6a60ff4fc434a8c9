/** Keeps the draft of one survey in the browser, a moment after each change; in memory where the browser refuses. */
import { signal } from '@angular/core';
import { type Draft, readDraft, writeDraft } from './draft';

/** The part of `localStorage` that is used; asking for it may throw by itself (sandboxed frames, blocked site data). */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Milliseconds without a change before the draft is written. */
export const draftDelay = 300;

export class DraftKeeper {
  private readonly memory = new Map<string, string>();
  private readonly refusedByBrowser = signal(false);
  private pending: { readonly key: string; readonly text: string; readonly timer: ReturnType<typeof setTimeout> } | undefined;

  /** The browser stores nothing: the draft lives as long as the page. */
  readonly refused = this.refusedByBrowser.asReadonly();

  constructor(private readonly storage: () => DraftStorage) {}

  restore(key: string): Draft | undefined {
    this.flush();
    return readDraft(this.memory.get(key) ?? this.tryStorage((storage) => storage.getItem(key)) ?? null);
  }

  keep(key: string, draft: Draft): void {
    if (this.pending) clearTimeout(this.pending.timer);
    this.pending = { key, text: writeDraft(draft), timer: setTimeout(() => this.flush(), draftDelay) };
  }

  /** Writes what waits, for a page that is about to go. */
  flush(): void {
    if (!this.pending) return;
    const { key, text, timer } = this.pending;
    clearTimeout(timer);
    this.pending = undefined;
    const kept = this.tryStorage((storage) => (storage.setItem(key, text), true));
    if (kept) {
      this.memory.delete(key);
      this.refusedByBrowser.set(false);
    } else this.memory.set(key, text);
  }

  clear(key: string): void {
    if (this.pending?.key === key) {
      clearTimeout(this.pending.timer);
      this.pending = undefined;
    }
    this.memory.delete(key);
    this.tryStorage((storage) => storage.removeItem(key));
  }

  /** Any failure of the storage (refused, full) means the same: it can't be relied on. */
  private tryStorage<Result>(use: (storage: DraftStorage) => Result): Result | undefined {
    try {
      return use(this.storage());
    } catch {
      this.refusedByBrowser.set(true);
      return undefined;
    }
  }
}
