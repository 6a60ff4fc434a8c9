import type { ReleaseRecord } from '@pintag/cdn';
import { type Site, type TestCdn, type Visitor, openCdn, openVisitor, serveSite } from '@pintag/check/host-pages';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

let cdn: TestCdn;
let site: Site;
let visitor: Visitor;
const records: ReleaseRecord[] = [];

beforeAll(async () => {
  [cdn, site, visitor] = await Promise.all([openCdn(), serveSite({ folder: 'apps/host-html' }), openVisitor(process.env)]);
  for (const version of ['1.0.0', '1.1.0', '1.1.1', '1.2.0']) records.push(await cdn.publish('questionnaire', version));
  records.push(await cdn.publish('calendar', '1.0.1'));
  await site.pin(cdn, 'questionnaire', '1.2.0');
  await site.pin(cdn, 'calendar', '1.0.1');
});

afterAll(() => Promise.all([visitor.close(), site.close(), cdn.close()]));

/** What the loaders of the page say they serve. */
const served = (page: Page) =>
  page.evaluate(() => {
    const { claims } = (window as unknown as { pintag: { claims: Record<string, { version: string }> } }).pintag;
    return Object.entries(claims).map(([tag, { version }]) => `${tag}@${version}`);
  });
const defined = (page: Page, tag: string) => page.waitForFunction((name) => customElements.get(name) !== undefined, tag);

test('editing only the version in the URL rolls one feature back, integrity in force, and leaves the other alone', async () => {
  await site.editVersion('questionnaire', '1.1.0');
  const { page, responses, errors } = await visitor.visit(site.origin);
  await defined(page, 'pt-questionnaire');
  await defined(page, 'pt-calendar');

  expect(await served(page)).toEqual(['pt-questionnaire@1.1.0', 'pt-calendar@1.0.1']);
  const loaded = responses.map((response) => response.url()).filter((url) => url.startsWith(cdn.origin));
  expect(loaded.filter((url) => !/\/v1\.1\.0\/questionnaire\/|\/v1\.0\.1\/calendar\/|\/elements\/runtime\//.test(url))).toEqual([]);
  expect(await page.locator('script[src*="/questionnaire/"]').getAttribute('integrity')).toContain(' sha384-');
  expect(errors.filter((error) => /integrity/i.test(error))).toEqual([]);
});

test('a version that the tag does not cover is refused by the browser, and the other feature still works', async () => {
  await site.editVersion('questionnaire', '1.0.0');
  const { page, errors } = await visitor.visit(site.origin);
  await defined(page, 'pt-calendar');

  expect(await page.evaluate(() => customElements.get('pt-questionnaire'))).toBeUndefined();
  expect(errors.filter((error) => /integrity/i.test(error))).toHaveLength(1);
  expect(await page.locator('#main .fallback').first().isVisible()).toBe(true);
});

test('a changed byte in a file behind the loader is refused too', async () => {
  await site.editVersion('questionnaire', '1.2.0');
  const { page } = await visitor.visit('about:blank');
  await page.route(`${cdn.origin}/**/questionnaire/element-*.js`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${await answer.text()}\n` });
  });
  await page.goto(site.origin);
  await page.locator('#activity [data-event="pintag-error"]').first().waitFor({ state: 'attached' });

  expect(await page.evaluate(() => customElements.get('pt-questionnaire'))).toBeUndefined();
  expect(await page.locator('#main .fallback').first().isVisible()).toBe(true);
});

test('every file of every version reaches a page on another origin with the promised headers and the bytes of its record', async () => {
  const { page, responses } = await visitor.visit(site.origin);
  await page.waitForLoadState('networkidle');
  responses.splice(0);
  const files = records.flatMap(({ feature, version, files }) =>
    files.map((file) => ({
      url: `${cdn.origin}/elements/v${version}/${feature}/${file.path}`,
      type: file.contentType,
      // A page sees what is decoded, so a brotli copy gives the bytes of the file it lies beside.
      integrity: files.find(({ path }) => path === file.path.replace(/\.br$/, ''))!.integrity,
      encoded: file.path.endsWith('.br') || files.some(({ path }) => path === `${file.path}.br`),
      chosen: files.some(({ path }) => path === `${file.path}.br`),
    })),
  );
  const seen = await page.evaluate(
    async (urls) => {
      const integrityOf = async (url: string) => {
        const response = await fetch(url, { cache: 'reload' });
        const digest = await crypto.subtle.digest('SHA-384', await response.arrayBuffer());
        return `${response.status} ${response.type} sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
      };
      return Promise.all(urls.map(integrityOf));
    },
    files.map(({ url }) => url),
  );

  expect(files.length).toBeGreaterThan(30);
  expect(seen).toEqual(files.map(({ integrity }) => `200 cors ${integrity}`));
  const headers = new Map<string, Record<string, string>>();
  for (const response of responses) headers.set(response.url(), await response.allHeaders());
  for (const { url, type, encoded, chosen } of files) {
    expect({ url, ...headers.get(url) }).toMatchObject({
      url,
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': type,
      'cross-origin-resource-policy': 'cross-origin',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'timing-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      ...(encoded && { 'content-encoding': 'br' }),
      ...(chosen && { vary: expect.stringMatching(/accept-encoding/i) as string }),
    });
    expect(headers.get(url)).not.toHaveProperty('access-control-allow-credentials');
  }
});
