/** A browser engine that a test drives: one tab, showing one page after the other. */
import { findEngine, type EngineName } from '@pintag/setup/engines';
import { startChromium } from './chromium.ts';
import { startFirefox } from './firefox.ts';
import { startWebKit } from './webkit.ts';

export { engineNames, type EngineName } from '@pintag/setup/engines';

/** A document that can be asked. */
export interface Readable {
  /** Where it is shown, as people say it: `Firefox 153.7`. */
  readonly title: string;
  /**
   * What a JavaScript expression comes to in the page, a promise awaited; anything that JSON can say.
   * @throws {Error} what it throws there
   */
  read(expression: string): Promise<unknown>;
}

export interface Engine extends Readable, AsyncDisposable {
  /** Shows the page of this URL, `file:` too; resolves after its load event. */
  open(url: string): Promise<void>;
}

export type AvailableEngine =
  | { readonly kind: 'installed'; start(): Promise<Engine> }
  /** `reason` goes on after "because". */
  | { readonly kind: 'missing'; readonly reason: string };

export function engineOf(name: EngineName, env: NodeJS.ProcessEnv): AvailableEngine {
  switch (name) {
    case 'chromium':
      return startable(findEngine(name, { env }), startChromium);
    case 'firefox':
      return startable(findEngine(name, { env }), startFirefox);
    case 'webkit':
      return startable(findEngine(name, { env }), (paths) => startWebKit(paths, { env, isRoot: process.getuid?.() === 0 }));
  }
}

type Found<P> = { readonly kind: 'installed'; readonly paths: P } | { readonly kind: 'missing'; readonly reason: string };

const startable = <P>(found: Found<P>, start: (paths: P) => Promise<Engine>): AvailableEngine =>
  found.kind === 'missing' ? found : { kind: 'installed', start: () => start(found.paths) };

/**
 * Waits until an expression is something other than `false`, `null` or `undefined`, and gives that.
 * @param seconds after which it gives up.
 * @throws {Error} it gave up: with the expression
 */
export async function waitFor(page: Readable, expression: string, seconds = 15): Promise<unknown> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const value = await page.read(expression);
    if (value !== false && value !== null && value !== undefined) return value;
    if (performance.now() > end) throw new Error(`${page.title}: after ${seconds} s this was not so: ${expression}`);
    await new Promise((next) => setTimeout(next, 15));
  }
}
