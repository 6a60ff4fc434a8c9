/** A host page, and a CDN that may be tampered with. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startSite } from '../testing/site.ts';
import type { Engine, Readable } from './engine.ts';
import { appFile, htmlOf, type HostPage } from './host-page.ts';
import { type LinkedFeatures, startTamperingEdge, type Tampering, type TamperingEdge } from './tampering-edge.ts';

export interface Stage extends AsyncDisposable {
  readonly edge: TamperingEdge;
  /** Shows the host page in the engine; a second time, it is the next page of the same host. */
  show(page: StagePage): Promise<Readable>;
}

/** Where a page lives: on a web server, in a file of this machine, or in a frame without an origin. */
export type Place = 'server' | 'file' | 'sandbox';

export interface StagePage extends Omit<HostPage, 'tags'> {
  readonly tags?: HostPage['tags'];
  /** Of the response; a file has none. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly place?: Place;
}

const html = { 'content-type': 'text/html; charset=utf-8' };

export async function openStage(engine: Engine, features: LinkedFeatures, tampering: Tampering): Promise<Stage> {
  await using parts = new AsyncDisposableStack();
  const edge = parts.use(await startTamperingEdge(features, tampering));
  const host = parts.use(await startSite());
  const folder = await mkdtemp(join(tmpdir(), 'pintag-page-'));
  parts.defer(() => rm(folder, { recursive: true }));
  // The page that is still there would otherwise ask servers that are gone.
  parts.defer(() => engine.open('about:blank'));

  host.files.set(appFile.path, { body: appFile.text, headers: { 'content-type': 'text/javascript' } });
  let shown = 0;
  const show = async ({ tags = edge.tags, headers = {}, place = 'server', ...page }: StagePage): Promise<Readable> => {
    shown += 1;
    const body = htmlOf({ tags, answersParent: place === 'sandbox', ...page });
    host.files.set(`/${shown}`, { body, headers: { ...html, ...headers } });
    if (place === 'server') await engine.open(`${host.origin}/${shown}`);
    if (place === 'file') {
      const file = join(folder, `${shown}.html`);
      await writeFile(file, body);
      await engine.open(pathToFileURL(file).href);
    }
    if (place !== 'sandbox') return engine;
    host.files.set('/around', { body: `<!doctype html><iframe sandbox="allow-scripts" src="/${shown}"></iframe>`, headers: html });
    await engine.open(`${host.origin}/around`);
    return insideFrame(engine);
  };
  const owned = parts.move();
  return { edge, show, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const insideFrame = (engine: Engine): Readable => ({
  title: `${engine.title}, in a frame`,
  read: (expression) =>
    engine.read(`new Promise((done) => {
      addEventListener('message', ({ data }) => done(data), { once: true });
      frames[0].postMessage(${JSON.stringify(expression)}, '*');
    })`),
});
