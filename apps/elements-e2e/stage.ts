/** Any page of a test with the released features on it, in a real Chromium, each feature by its script tag. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Backend, startBackend } from '@mocks/node';
import { type TestCdn, type Visit, openCdn, openVisitor } from '@pintag/check/host-pages';
import type { CDPSession, Page } from 'playwright-core';

export interface PageOptions {
  /** Script tags: path below `/elements/`, `v1.0.0/questionnaire/main.js`; the two features at 1.0.0 unless given. */
  readonly scripts?: readonly string[];
  readonly lang?: string;
}

export interface Stage {
  readonly cdn: TestCdn;
  readonly backend: Backend;
  /** Opens a page with this body; `%api%` in it becomes the backend's URL. Answers to any POST show what came in. */
  open(body: string, options?: PageOptions): Promise<Visit>;
  close(): Promise<void>;
}

export const bothFeatures = ['v1.0.0/questionnaire/main.js', 'v1.0.0/calendar/main.js'] as const;

export async function openStage(): Promise<Stage> {
  const [cdn, visitor] = await Promise.all([openCdn(), openVisitor(process.env)]);
  for (const version of ['1.0.0', '1.1.0']) await cdn.publish('questionnaire', version);
  await cdn.publish('calendar', '1.0.0');
  const pages: string[] = [];
  const server = createServer(async (request, response) => {
    const answer = (text = '<!doctype html>') => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text);
    if (request.method === 'GET') return answer(pages[Number(request.url?.match(/^\/(\d+)(?:\?|$)/)?.[1])]);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const fields = [...new URLSearchParams(Buffer.concat(chunks).toString())];
    return answer(`<pre>${JSON.stringify(fields).replaceAll('<', '&lt;')}</pre>`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const backend = await startBackend({ allowOrigins: [origin] });

  return {
    cdn,
    backend,
    open(body, { scripts = bothFeatures, lang = 'en' } = {}) {
      const tags = scripts.map((path) => `<script src="${cdn.origin}/elements/${path}"></script>`).join('\n');
      const head = `<meta charset="utf-8"><title>School</title><link rel="icon" href="data:,">${tags}`;
      const page = `<!doctype html><html lang="${lang}"><head>${head}</head><body>${body.replaceAll('%api%', backend.origin)}</body></html>`;
      return visitor.visit(`${origin}/${pages.push(page) - 1}`);
    },
    async close() {
      await Promise.all([visitor.close(), cdn.close(), backend.close()]);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** What a person sees of the survey 42 once it is there. */
export const surveyShown = (page: Page, element = 'pt-questionnaire') =>
  page.locator(element).getByRole('heading', { name: 'How is school going?' }).waitFor();

/** How many objects inherit from what the expression is, after a collection of all garbage: all, or those of which `where` is true of `each`. */
export async function countInstances(session: CDPSession, prototype: string, where = 'true'): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { result } = await session.send('Runtime.evaluate', { expression: prototype });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId! });
  const { result: count } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId!,
    functionDeclaration: `function () { return this.filter((each) => ${where}).length; }`,
    returnByValue: true,
  });
  for (const { objectId } of [result, objects]) await session.send('Runtime.releaseObject', { objectId: objectId! });
  return count.value as number;
}
