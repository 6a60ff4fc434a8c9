/** What the development page runs: mocks first, then the element, so that not one of its requests gets past them. */

export interface PageOptions {
  readonly feature: string;
  readonly tag: string;
  /** Absent when the page is to talk to a real backend. */
  readonly startMocks?: () => Promise<unknown>;
  readonly load: () => Promise<{ define(tag: string, context: { feature: string; version: string; url: string }): Promise<void> }>;
}

export async function startPage({ feature, tag, startMocks, load }: PageOptions): Promise<void> {
  try {
    await startMocks?.();
  } catch (error) {
    // A browser without service workers (private windows, plain http) is to show the element all the same.
    console.error(`The mocks did not start, so requests of <${tag}> go to the network.`, error);
  }
  const { define } = await load();
  await define(tag, { feature, version: '0.0.0-serve', url: new URL('main.js', document.baseURI).href });
}
