/**
 * Runs in the page, before anything else there: notes when each element shows what it is there for, and how long the main thread was busy.
 * One function without imports, because it is sent to the browser as text.
 */

/** What is waited for, by element name: a selector inside its shadow root. */
export type Watched = Readonly<Record<string, string>>;

export interface Seen {
  /** Milliseconds since the navigation began, by element name. */
  readonly shownAt: Record<string, number>;
  /** Tasks of 50 ms and more. */
  readonly longTasks: { readonly start: number; readonly duration: number }[];
}

export type WatchedWindow = Window & { pintagBench?: Seen };

export function watchElements(watched: Watched): void {
  const seen: Seen = { shownAt: {}, longTasks: [] };
  (window as WatchedWindow).pintagBench = seen;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.longTasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });

  const isShown = (element: Element): boolean => element.textContent.trim() !== '' && element.getBoundingClientRect().height > 0;
  const look = (): void => {
    for (const [name, shows] of Object.entries(watched)) {
      if (seen.shownAt[name] !== undefined) continue;
      const found = document.querySelector(name)?.shadowRoot?.querySelectorAll(shows) ?? [];
      if ([...found].some(isShown)) seen.shownAt[name] = performance.now();
    }
    if (Object.keys(seen.shownAt).length < Object.keys(watched).length) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
