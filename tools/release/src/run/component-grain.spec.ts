/** Three features in one library, released and rolled back each alone: real git, the store and edge of this machine, a real bundler and browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ArtefactStore, createCloudFrontClient, createCloudFrontEdge, createS3Client, createS3Store } from '@pintag/cdn';
import { startLocal } from '@pintag/local';
import { linkElement } from '@pintag/runtime';
import { launchChromium } from '@pintag/runtime/testing';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { silentAnnouncer } from '../announce/announcer.ts';
import { createTestRemote, type Files } from '../git/testing/test-remote.ts';
import type { Builder } from '../publish/builder.ts';
import { release } from './release.ts';
import type { ReleaseTools } from './release-tools.ts';

const own = 'libs/calendar/src';
const entry = (text: string, imports: string) =>
  `import { show } from './show';\nimport { dates } from './dates';\n${imports}\nexport const define = show(() => \`${text}\`);\n`;

const library: Files = {
  [`${own}/show.ts`]: `export const show = (text: () => string) => async (tag: string) =>
  customElements.define(tag, class extends HTMLElement { connectedCallback() { this.textContent = text(); } });\n`,
  [`${own}/dates.ts`]: "export const dates = 'dates 1';\n",
  [`${own}/element.ts`]: entry('whole, ${dates}', ''),
  [`${own}/month.element.ts`]: entry('month, ${dates}', ''),
  [`${own}/agenda.element.ts`]: entry('agenda ${list}, ${dates}', "import { list } from './agenda/list';"),
  [`${own}/agenda/list.ts`]: "export const list = 'list 1';\n",
  'libs/questionnaire/src/element.ts':
    'export const define = async (tag: string) => customElements.define(tag, class extends HTMLElement {});\n',
};

/** As the real one, without Angular: one chunk of what the entry file in the checkout imports. */
const bundler: Builder = {
  build: (features, root) =>
    Promise.all(
      features.map(async (feature) => {
        const [name = '', part] = feature.split('-');
        const from = path.join(root, 'libs', name, 'src', part === undefined ? 'element.ts' : `${part}.element.ts`);
        const { outputFiles } = await build({ entryPoints: [from], bundle: true, format: 'esm', write: false });
        const chunk = 'element-AAAA1111.js';
        const description = { schema: 1, feature, element: `pt-${feature}`, entry: chunk, static: [chunk], lazy: [] };
        return {
          feature,
          files: [
            { path: chunk, body: outputFiles[0]!.contents },
            { path: 'element.json', body: Buffer.from(JSON.stringify(description)) },
          ],
        };
      }),
    ),
};

async function openWorld() {
  const remote = await createTestRemote('new');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'pintag-grain-'));
  const local = await startLocal({ dataDir, port: 0 });
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = local.s3;
  const credentials = { accessKeyId, secretAccessKey };
  const s3 = createS3Client({ endpoint, region, credentials, forcePathStyle: true });
  const cloudfront = createCloudFrontClient({ endpoint: local.cloudfront.endpoint, credentials });
  onTestFinished(async () => {
    s3.destroy();
    cloudfront.destroy();
    await local.close();
    await rm(dataDir, { recursive: true });
  });
  const store = createS3Store({ client: s3, bucket });
  const edge = createCloudFrontEdge({ client: cloudfront, distributionId: local.cloudfront.distributionId, origin: local.edge.origin });

  /** Commits, and @returns what a release of that then releases. */
  async function releaseOf(message: string, files: Files): Promise<readonly string[]> {
    await remote.first.commit(message, files);
    await remote.first.push();
    const tools: ReleaseTools = {
      repository: await remote.first.open(),
      store,
      edge,
      builder: bundler,
      link: linkElement,
      announcer: silentAnnouncer,
      clock: () => new Date(),
      log: () => {},
      verifyPauses: [],
    };
    const { ok, features } = await release(tools);
    expect(ok).toBe(true);
    return features.flatMap(({ feature, version, status }) => (status === 'released' ? [`${feature} ${version}`] : []));
  }
  const explain = async (feature: string) => (await remote.first.open()).explain(feature);
  return { store, origin: local.edge.origin, releaseOf, explain };
}

/** What can never change again, by key. */
async function immutable(store: ArtefactStore): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>();
  for await (const key of store.list('elements/'))
    if (!/\/(versions|index)\.json$/.test(key)) contents.set(key, (await store.read(key))!.etag);
  return contents;
}

/** What a page with these tags shows, element by element. */
async function show(origin: string, versions: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const browser = await launchChromium(process.env);
  try {
    const page = await browser.newPage();
    const names = Object.keys(versions);
    const tags = names.map(
      (name) => `<script src="${origin}/elements/v${versions[name]}/${name}/main.js" crossorigin></script><pt-${name}></pt-${name}>`,
    );
    await page.route(`${origin}/host`, (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html>${tags.join('')}` }));
    await page.goto(`${origin}/host`);
    const shown: Record<string, string> = {};
    for (const name of names) {
      await page.waitForFunction((tag) => document.querySelector(tag)?.textContent, `pt-${name}`);
      shown[name] = (await page.locator(`pt-${name}`).textContent()) ?? '';
    }
    return shown;
  } finally {
    await browser.close();
  }
}

test('a commit releases the features that bundle a file of it, and each is rolled back by its own URL', { timeout: 300_000 }, async () => {
  const { store, origin, releaseOf, explain } = await openWorld();
  expect(await releaseOf('feat: a calendar, a month, an agenda', library)).toEqual([
    'calendar 1.0.0',
    'calendar-agenda 1.0.0',
    'calendar-month 1.0.0',
    'questionnaire 1.0.0',
  ]);

  const before = await immutable(store);
  const list = { [`${own}/agenda/list.ts`]: "export const list = 'list 2';\n" };
  expect(await releaseOf('fix(calendar): the list', list)).toEqual(['calendar-agenda 1.0.1']);
  const after = await immutable(store);
  for (const [key, etag] of before) expect(after.get(key), key).toBe(etag);
  const added = [...after.keys()].filter((key) => !before.has(key));
  expect(added.every((key) => /\/(v1\.0\.1\/calendar-agenda\/|_records\/calendar-agenda\/1\.0\.1\.json$)/.test(key))).toBe(true);

  const { commits, conclusion } = await explain('calendar-month');
  expect(commits).toMatchObject([{ counts: false, why: 'other-entry', file: `${own}/agenda/list.ts`, features: ['calendar-agenda'] }]);
  expect(conclusion).toEqual({ kind: 'none', why: 'unchanged' });

  const rest = { [`${own}/dead.ts`]: 'export {};\n', [`${own}/dates.spec.ts`]: 'export {};\n', 'libs/calendar/README.md': 'x' };
  expect(await releaseOf('fix(calendar): nothing that is bundled', rest)).toEqual([]);

  const dates = { [`${own}/dates.ts`]: "export const dates = 'dates 2';\n" };
  expect(await releaseOf('fix(calendar): the dates', dates)).toEqual(['calendar 1.0.1', 'calendar-agenda 1.0.2', 'calendar-month 1.0.1']);

  const newest = { calendar: '1.0.1', 'calendar-month': '1.0.1', 'calendar-agenda': '1.0.2' };
  const shown = { calendar: 'whole, dates 2', 'calendar-month': 'month, dates 2', 'calendar-agenda': 'agenda list 2, dates 2' };
  expect(await show(origin, newest)).toEqual(shown);
  expect(await show(origin, { ...newest, 'calendar-agenda': '1.0.0' })).toEqual({ ...shown, 'calendar-agenda': 'agenda list 1, dates 1' });
  expect(await show(origin, { ...newest, calendar: '1.0.0' })).toEqual({ ...shown, calendar: 'whole, dates 1' });
});
