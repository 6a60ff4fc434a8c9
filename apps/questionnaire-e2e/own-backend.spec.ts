import { startBackend, type Backend } from '@mocks/node';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fillAll, press, words } from './fill.ts';
import { serveFiles, type FileServer } from './serve-files.ts';
import { launchChromium, readElement } from './stage.ts';

const text = words.en;

let browser: Browser;
let school: FileServer;
let backend: Backend;

/** Page and API on two origins, cookies and a CSRF token between them, as at a school whose site and backend are apart. */
beforeAll(async () => {
  school = await serveFiles({ '/': { type: 'text/html', body: page }, ...(await readElement()) });
  backend = await startBackend({ allowOrigins: [school.origin], clock: () => new Date('2026-11-22T03:00:00Z') });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await backend.close();
  school.close();
});

beforeEach(() => backend.setScenario('survey', 'happy'));

test('with the cookie and the token of its session the survey is sent', async () => {
  const page = await visit(backend.origin);
  await page.evaluate((api) => {
    const headers = async () => {
      const { csrfToken } = (await (await fetch(`${api}/api/session`, { credentials: 'include' })).json()) as { csrfToken: string };
      return { 'X-CSRF-Token': csrfToken };
    };
    Object.assign(document.querySelector('pt-questionnaire')!, { headers });
  }, backend.origin);
  await fillAll(page, text);
  await press(page, text.send);
  await page.getByText('Your answers have been sent.').waitFor();
  await page.context().close();
});

test('without the token the answers are refused, and none is lost', async () => {
  const page = await visit(backend.origin);
  await fillAll(page, text);
  await press(page, text.send);
  await page.getByText('Your answers could not be sent').waitFor();
  expect(await page.evaluate(() => Object.values(localStorage).join())).toContain(text.comment);
  await page.context().close();
});

test('a bearer signs in where a session has ended', async () => {
  backend.setScenario('survey', 'signed-out');
  const page = await visit(backend.origin);
  await page.getByText('Please sign in').waitFor();
  await page.evaluate(() =>
    Object.assign(document.querySelector('pt-questionnaire')!, { headers: () => ({ authorization: 'Bearer aiko' }) }),
  );
  await page.getByLabel(text.year).waitFor();
  await page.context().close();
});

test('a backend that does not know the page counts as unreachable', async () => {
  await using strangers = await startBackend({ allowOrigins: [] }).then((other) => ({ ...other, [Symbol.asyncDispose]: other.close }));
  const page = await visit(strangers.origin);
  await page.getByText('You seem to be offline').waitFor();
  await page.context().close();
});

async function visit(api: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${school.origin}/?api=${encodeURIComponent(api)}`);
  return page;
}

const page = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>School</title><link rel="icon" href="data:," /></head>
  <body>
    <script type="module">
      import { define } from '/element.js';
      const survey = document.createElement('pt-questionnaire');
      survey.setAttribute('survey-id', '42');
      survey.setAttribute('api', new URL(location.href).searchParams.get('api'));
      survey.setAttribute('credentials', 'include');
      document.body.append(survey);
      await define('pt-questionnaire');
    </script>
  </body>
</html>
`;
