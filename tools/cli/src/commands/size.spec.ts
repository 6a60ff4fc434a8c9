import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { artefactKey } from '@pintag/cdn';
import { weigh } from '@pintag/runtime/size';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { SizeReport } from '../sizing/compare-versions.ts';
import { type PublishedSite, startPublishedSite, testBundle } from '../testing/published-site.ts';
import { runCommand } from '../testing/run-command.ts';

let cdn: PublishedSite;
beforeAll(async () => {
  cdn = await startPublishedSite();
  await cdn.publish({ feature: 'calendar', version: '1.0.0' });
  await cdn.publish({
    feature: 'calendar',
    version: '1.1.0',
    layers: { static: ['angular.js'], lazy: ['forms.js'] },
    word: 'calendar'.repeat(20),
  });
  await cdn.publish({ feature: 'calendar', version: '2.0.0-next.1', layers: { static: ['angular.js'] } });
});
afterAll(() => cdn[Symbol.asyncDispose]());

/** A checkout with two features, of which `build` lies in dist. */
async function checkout(build?: { readonly word: string; readonly runtime?: string; readonly layers?: boolean }): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'pintag-size-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const write = async (path: string, body: Uint8Array | string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), body);
  };
  await write('nx.json', '{}');
  for (const feature of ['calendar', 'new-one']) await write(`libs/${feature}/src/element.ts`, '');
  if (build) {
    const layers = build.layers === false ? undefined : ({ static: ['angular.js'] } as const);
    for (const feature of ['calendar', 'new-one'])
      for (const { path, body } of testBundle({
        feature,
        runtime: build.runtime ?? cdn.runtime,
        word: build.word,
        ...(layers && { layers }),
      }))
        await write(`dist/libs/${feature}/${path}`, body);
  }
  return root;
}

const size = (cwd: string, ...argv: string[]) => runCommand(['size', ...argv, '--edge', cdn.origin], { cwd });
const report = async (cwd: string, ...argv: string[]): Promise<SizeReport> =>
  JSON.parse((await size(cwd, ...argv, '--json')).stdout) as SizeReport;
const published = (feature: string, version: string, path: string) =>
  weigh(Buffer.from(cdn.files.get(`/${artefactKey(feature, version, path)}`)!.body));

test('a build is compared with the latest release that is no prerelease, role by role', async () => {
  const root = await checkout({ word: 'much longer than before: '.repeat(20) });
  const { measured, against, own, totals } = await report(root, 'calendar');
  expect({ measured, against }).toEqual({ measured: { build: 'dist/libs/calendar' }, against: '1.1.0' });
  expect(own.map(({ role, files }) => [role, files])).toEqual([
    ['loader', ['main.js']],
    ['entry', ['element-ENTRY.js']],
    ['static', ['chunk-WORD.js']],
    ['lazy', ['chunk-LAZY.js']],
  ]);
  const [loader, entry, chunks, lazy] = own;
  expect(entry).toEqual({ ...entry, now: entry!.before });
  expect(lazy!.before).toEqual(published('calendar', '1.1.0', 'chunk-LAZY.js'));
  expect(chunks!.before).toEqual(published('calendar', '1.1.0', 'chunk-WORD.js'));
  expect(chunks!.now.raw - chunks!.before!.raw).toBe('much longer than before: '.length * 20 - 'calendar'.length * 20);
  expect(totals.first.now.raw).toBe(loader!.now.raw + entry!.now.raw + chunks!.now.raw);
  expect(totals.own.now.raw).toBe(totals.first.now.raw + lazy!.now.raw);
});

test('what is shared stands apart, and counts only for a page that has nothing else on it', async () => {
  const root = await checkout({ word: 'calendar' });
  const { runtime, totals } = await report(root, 'calendar');
  const angular = weigh(Buffer.from(cdn.files.get(`/elements/runtime/${cdn.runtime}/angular.js`)!.body));
  const forms = weigh(Buffer.from(cdn.files.get(`/elements/runtime/${cdn.runtime}/forms.js`)!.body));
  expect(runtime).toEqual({
    name: cdn.runtime,
    before: cdn.runtime,
    layers: [
      { file: 'angular.js', when: 'static', now: angular, before: angular },
      { file: 'forms.js', when: 'unused', now: { raw: 0, gzip: 0, brotli: 0 }, before: forms },
    ],
  });
  expect(totals.alone.now.brotli).toBe(totals.first.now.brotli + angular.brotli);
});

test('as a table, with what there was before the runtime', async () => {
  const { stdout } = await size('/', 'calendar@1.1.0');
  expect(
    stdout
      .replaceAll(/\d+\.\d kB/g, 'N kB')
      .replaceAll(/[+−][^ ].*$/gm, 'more')
      .replaceAll(/ +/g, ' '),
  ).toBe(`calendar 1.1.0
 raw gzip brotli brotli since 1.0.0
loader, by the page's tag N kB N kB N kB more
entry N kB N kB N kB more
imported at once N kB N kB N kB more
later, when asked for N kB N kB N kB unchanged
its own, before it shows anything N kB N kB N kB more
its own, all N kB N kB N kB more
runtime ${cdn.runtime}, shared with the page's other features on it; 1.0.0 brought its own Angular:
 angular.js, at once N kB N kB N kB more
 forms.js, later N kB N kB N kB more
alone on a page, before it shows anything N kB N kB N kB more
`);
});

test('two releases, whichever is asked about', async () => {
  const { measured, against } = await report('/', 'calendar@1.0.0', '--against', 'v1.1.0');
  expect({ measured, against }).toEqual({ measured: { version: '1.0.0' }, against: '1.1.0' });
});

test('the first release has nothing before it', async () => {
  const { stdout, stderr, exitCode } = await size('/', 'calendar@1.0.0');
  expect(exitCode).toBe(0);
  expect(stdout).not.toContain('since');
  expect(stderr).toBe('There is nothing to compare it with: it is the first release.\n');
});

test('a feature that was never released is measured alone', async () => {
  const root = await checkout({ word: 'new' });
  const { stdout, stderr, exitCode } = await size(root, 'new-one');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('new-one, as built in dist/libs/new-one');
  expect(stderr).toContain('none of its versions has been released');
});

test('a runtime that was built here need not have been released', async () => {
  const runtime = cdn.runtime.replace(/.{16}$/, '0123456789abcdef');
  const root = await checkout({ word: 'calendar', runtime });
  await mkdir(join(root, `dist/runtime/${runtime}`), { recursive: true });
  await writeFile(join(root, `dist/runtime/${runtime}/angular.js`), 'export {}');
  const { stdout } = await size(root, 'calendar');
  expect(stdout).toContain(`runtime ${runtime}, shared with the page's other features on it; before, ${cdn.runtime}:`);
});

test('a build on a runtime that is neither here nor on the CDN is to be made again', async () => {
  const root = await checkout({ word: 'calendar', runtime: cdn.runtime.replace(/.{16}$/, '0123456789abcdef') });
  const { stderr } = await size(root, 'calendar');
  expect(stderr).toContain('PT_NOT_BUILT');
  expect(stderr).toContain('dist/runtime/angular-22.1.7-0123456789abcdef/angular.js is missing');
});

test('a CDN that does not answer holds up no measurement, only a comparison that is asked for', async () => {
  const root = await checkout({ word: 'calendar', layers: false });
  const nowhere = ['--edge', 'http://127.0.0.1:1'];
  const { stdout, stderr, exitCode } = await runCommand(['size', 'calendar', ...nowhere], { cwd: root });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('calendar, as built in');
  expect(stderr).toContain('There is nothing to compare it with: http://127.0.0.1:1/');
  expect((await runCommand(['size', 'calendar', '--against', '1.0.0', ...nowhere], { cwd: root })).stderr).toContain('PT_EDGE_UNREACHABLE');
});

test.each([
  { what: 'nothing built', argv: ['calendar'], code: 'PT_NOT_BUILT', says: ['pintag build calendar', 'calendar@1.1.0'] },
  { what: 'nothing built nor released', argv: ['new-one'], code: 'PT_NOT_BUILT', says: ['pintag build new-one`.'] },
  { what: 'an unknown feature', argv: ['calender'], code: 'PT_FEATURE_UNKNOWN', says: ['Is it calendar?', 'new-one'] },
  { what: 'an unknown version', argv: ['calendar@9.0.0'], code: 'PT_VERSION_UNKNOWN', says: ['2.0.0-next.1'] },
  { what: 'an unknown version to compare with', argv: ['calendar', '--against', '9.0.0'], code: 'PT_VERSION_UNKNOWN', says: ['1.1.0'] },
  {
    what: 'a comparison with what was never released',
    argv: ['new-one', '--against', '1.0.0'],
    code: 'PT_VERSION_UNKNOWN',
    says: ['has been published yet'],
  },
  { what: 'no version', argv: ['calendar', '--against', 'yesterday'], code: 'PT_VERSION_FORMAT', says: ['yesterday'] },
])('$what is said with what to do', async ({ argv, code, says }) => {
  const { exitCode, stdout, stderr } = await size(await checkout(), ...argv);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  for (const part of [code, ...says]) expect(stderr).toContain(part);
});

test('outside of a repository only releases can be asked about', async () => {
  const { stderr, exitCode } = await size(tmpdir(), 'calendar');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('PT_NO_WORKSPACE');
});
