/** A host page in Chromium, on one origin, with the versions that a test publishes on another. */
import { contentTypeOf, integrityOf, type BundleFile } from '@pintag/cdn';
import type { Browser, Page } from 'playwright-core';
import { linkElement } from '../link/link-element.ts';
import { exampleBundle, type BundleOptions, type ExampleRuntime } from './bundles.ts';
import { startSite, type Site } from './site.ts';

export interface PublishedVersion {
  /** `/elements/v1.0.0/greeting` */
  readonly path: string;
  /** Absolute URL of its main.js. */
  readonly src: string;
  /** Of its main.js. */
  readonly integrity: string;
}

export interface OpenOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the page lies: on the host (default), or on the CDN's own origin. */
  readonly on?: 'host' | 'cdn';
}

export interface HostPage extends AsyncDisposable {
  readonly cdn: Site;
  readonly host: Site;
  readonly page: Page;
  /** Warnings and errors of the console, and what nobody caught. */
  readonly said: readonly string[];
  /** Links an example and puts it on the CDN, with the runtime that it needs. */
  publish(version: string, options?: BundleOptions): Promise<PublishedVersion>;
  /** Puts files on the CDN as they are. */
  serve(path: string, files: readonly BundleFile[]): PublishedVersion;
  /** Puts more after the last byte of a file. */
  tamper(file: string, headers?: Readonly<Record<string, string>>): void;
  /** @param html From inside the `<head>` on. */
  open(html: string, options?: OpenOptions): Promise<void>;
  /** Waits until the first such element of the document shows `text`. */
  shows(text: string, tag?: string): Promise<unknown>;
  defined(tag?: string): Promise<boolean>;
  /** What was asked of the CDN, without folders; for files that only one version has. */
  asked(): string[];
}

export const immutable = { 'cache-control': 'public, max-age=31536000, immutable' };

/** @param html From inside the `<head>` on. */
export const htmlOf = (html: string): string => `<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">${html}`;

export async function openHostPage(browser: Browser): Promise<HostPage> {
  await using parts = new AsyncDisposableStack();
  const cdn = parts.use(await startSite());
  const host = parts.use(await startSite());
  const page = await browser.newPage();
  parts.defer(() => page.close());
  const said: string[] = [];
  page.on('console', (line) => ['warning', 'error'].includes(line.type()) && said.push(line.text()));
  page.on('pageerror', (error) => said.push(`uncaught ${error.message}`));

  const serve: HostPage['serve'] = (path, files) => {
    for (const { path: file, body } of files)
      cdn.files.set(`${path}/${file}`, { body, headers: { 'content-type': contentTypeOf(file), ...immutable } });
    const main = files.find((file) => file.path === 'main.js')?.body ?? Buffer.from('');
    return { path, src: `${cdn.origin}${path}/main.js`, integrity: integrityOf(main) };
  };
  const serveRuntime = ({ name, files }: ExampleRuntime) => serve(`/elements/runtime/${name}`, files);
  const rest = parts.move();

  return {
    cdn,
    host,
    page,
    said,
    serve,
    publish: async (version, options = {}) => {
      const { feature = 'greeting', runtime } = options;
      if (runtime) serveRuntime(runtime);
      return serve(`/elements/v${version}/${feature}`, await linkElement(exampleBundle(options), { feature, version, compress: false }));
    },
    tamper: (file, headers = immutable) => {
      cdn.intercept = (path) => {
        const original = cdn.files.get(path);
        return path.endsWith(`/${file}`) && original
          ? { body: `${Buffer.from(original.body).toString()}\n;`, headers: { 'content-type': 'text/javascript', ...headers } }
          : undefined;
      };
    },
    open: async (html, { headers = {}, on = 'host' } = {}) => {
      const site = { host, cdn }[on];
      site.files.set('/', { body: htmlOf(html), headers: { 'content-type': 'text/html', ...headers } });
      await page.goto(site.origin);
    },
    shows: (text, tag = 'pt-greeting') =>
      page.waitForFunction(([name, expected]) => document.querySelector(name!)?.shadowRoot?.textContent === expected, [tag, text]),
    defined: (tag = 'pt-greeting') => page.evaluate((name) => customElements.get(name) !== undefined, tag),
    asked: () => cdn.requests.map((path) => path.split('/').at(-1)!),
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}
