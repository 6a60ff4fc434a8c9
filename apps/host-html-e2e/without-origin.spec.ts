import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startBackend, type Backend } from '@mocks/node';
import { type TestCdn, type Visitor, openCdn, openVisitor } from '@pintag/check/host-pages';
import { type Site, startSite } from '@pintag/runtime/testing';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

let cdn: TestCdn;
let backend: Backend;
let site: Site;
let visitor: Visitor;
let html: string;

/** What such pages send as their origin. */
const nowhere = 'null';

beforeAll(async () => {
  [cdn, backend, site, visitor] = await Promise.all([
    openCdn(),
    startBackend({ allowOrigins: [nowhere] }),
    startSite(),
    openVisitor(process.env),
  ]);
  const { files } = await cdn.publish('questionnaire', '1.0.0');
  const { integrity } = files.find(({ path }) => path === 'main.js')!;
  html = `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <script src="${cdn.origin}/elements/v1.0.0/questionnaire/main.js" integrity="${integrity}" crossorigin="anonymous"></script></head>
    <body><pt-questionnaire survey-id="42" api="${backend.origin}">Loading the survey…</pt-questionnaire>`;
});
afterAll(() => Promise.all([visitor.close(), site[Symbol.asyncDispose](), backend.close(), cdn.close()]));

async function answerAndTurnBack(place: Page | Frame): Promise<void> {
  await place.getByLabel('Year 8').check();
  await place.getByLabel('Science').check();
  await place.getByRole('button', { name: 'Next', exact: true }).click();
  await place.getByRole('button', { name: 'Back', exact: true }).click();
  await place.getByLabel('Year 8').waitFor();
}

test('in a sandboxed frame, which may store nothing, the answers stay on the page, and people are told', async () => {
  site.files.set('/', {
    body: '<!doctype html><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" src="/frame" width="900" height="900"></iframe>',
    headers: asHtml,
  });
  site.files.set('/frame', { body: html, headers: asHtml });
  const { page, errors } = await visitor.visit(site.origin);
  const frame = page.frames()[1]!;
  await frame.getByText('This browser does not store anything for this page.').waitFor();
  await answerAndTurnBack(frame);
  expect(await frame.getByLabel('Year 8').isChecked()).toBe(true);
  expect(errors).toEqual([]);
});

test('a page opened from a file has the whole survey', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-page-'));
  try {
    await writeFile(join(folder, 'index.html'), html);
    const { page, errors } = await visitor.visit(pathToFileURL(join(folder, 'index.html')).href);
    await answerAndTurnBack(page);
    expect(await page.getByLabel('Year 8').isChecked()).toBe(true);
    expect(errors).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

const asHtml = { 'content-type': 'text/html; charset=utf-8' };
