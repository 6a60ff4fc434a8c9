import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PublishedSite, startPublishedSite } from '../testing/published-site.ts';
import { runCommand } from '../testing/run-command.ts';

let cdn: PublishedSite;
beforeAll(async () => {
  cdn = await startPublishedSite();
  await cdn.publish({ feature: 'calendar', version: '1.0.0' });
  await cdn.publish({ feature: 'calendar', version: '1.1.0', layers: { static: ['angular.js'], lazy: ['forms.js'] } });
  await cdn.publish({ feature: 'questionnaire', version: '2.0.0', layers: { static: ['angular.js', 'forms.js'] } });
});
afterAll(() => cdn[Symbol.asyncDispose]());

const tag = (...argv: string[]) => runCommand(['tag', ...argv, '--edge', cdn.origin], { cwd: '/' });
const urlsIn = (html: string) =>
  [...html.matchAll(/(?:href|src)="(?<url>[^"]+)"/g)].map(({ groups }) => groups!['url']!.slice(`${cdn.origin}/elements/`.length));

test('several tags, in the order they were asked for, each with its own covered versions', async () => {
  const { stdout, stderr } = await tag('questionnaire@2.0.0', 'calendar@1.1.0');
  expect(urlsIn(stdout)).toEqual(['v2.0.0/questionnaire/main.js', 'v1.1.0/calendar/main.js']);
  expect(stderr).toBe('The integrity of calendar also covers 1.0.0: to roll back, edit the version in the URL and nothing else.\n');
});

test('the lines before the tags name the runtime first, what features share once, and nothing that is loaded later', async () => {
  const { stdout, stderr } = await tag('calendar@1.1.0', 'questionnaire@2.0.0', '--preload');
  expect(urlsIn(stdout)).toEqual([
    `runtime/${cdn.runtime}/angular.js`,
    'v1.1.0/calendar/element-ENTRY.js',
    'v1.1.0/calendar/chunk-WORD.js',
    `runtime/${cdn.runtime}/forms.js`,
    'v2.0.0/questionnaire/element-ENTRY.js',
    'v2.0.0/questionnaire/chunk-WORD.js',
    'v1.1.0/calendar/main.js',
    'v2.0.0/questionnaire/main.js',
  ]);
  expect(stdout.split('\n')[0]).toMatch(
    /^<link rel="modulepreload" href="http:[^"]+\/angular\.js" integrity="sha384-[A-Za-z0-9+/]{64}" crossorigin="anonymous">$/,
  );
  expect(stderr).toContain('the <link> lines go after it');
});

test('a version that brings its own Angular has lines of its own alone', async () => {
  const { stdout } = await tag('calendar@1.0.0', '--preload');
  expect(urlsIn(stdout)).toEqual(['v1.0.0/calendar/element-ENTRY.js', 'v1.0.0/calendar/chunk-WORD.js', 'v1.0.0/calendar/main.js']);
});

test('as data: one version at the top, several in a list, lines with the addresses that they name', async () => {
  const one = JSON.parse((await tag('calendar', '--json')).stdout) as Record<string, unknown>;
  expect(one).toEqual({
    feature: 'calendar',
    version: '1.1.0',
    element: 'pt-calendar',
    tag: expect.stringMatching(
      /^<script src=".*\/v1\.1\.0\/calendar\/main\.js" integrity="sha384-\S+ sha384-\S+" crossorigin="anonymous"><\/script>$/,
    ),
    covers: ['1.1.0', '1.0.0'],
  });

  const both = JSON.parse((await tag('calendar', 'questionnaire', '--preload', '--csp', '--json')).stdout) as {
    readonly tags: readonly object[];
    readonly preload: readonly object[];
    readonly csp: object;
  };
  expect(both.tags).toMatchObject([{ feature: 'calendar' }, { feature: 'questionnaire' }]);
  expect(both.preload[0]).toEqual({
    url: `${cdn.origin}/elements/runtime/${cdn.runtime}/angular.js`,
    integrity: expect.stringMatching(/^sha384-/),
    line: expect.stringMatching(/^<link rel="modulepreload"/),
  });
  expect(Object.keys(both.csp)).toEqual(['script-src', 'connect-src', 'style-src', 'trusted-types']);
});

test('a policy allows what the tag may load, the versions that its page may be rolled back to with it', async () => {
  const { stdout, stderr } = await tag('calendar@1.1.0', '--csp', '--api', 'https://api.example.com/v1/');
  const [scripts, ...others] = stdout.trimEnd().split('\n');
  expect(scripts!.split(' ').map((source) => source.replace(/^'sha256-[A-Za-z0-9+/]{43}='$/, 'hash'))).toEqual([
    'script-src',
    `${cdn.origin}/elements/v1.1.0/calendar/`,
    `${cdn.origin}/elements/runtime/${cdn.runtime}/`,
    `${cdn.origin}/elements/v1.0.0/calendar/`,
    // One of its own files, one of each runtime file, and one of the version before.
    ...['hash', 'hash', 'hash', 'hash'],
  ]);
  expect(others).toEqual(['connect-src https://api.example.com', 'trusted-types pintag']);
  expect(stderr).toContain('This allows calendar 1.1.0, 1.0.0;');
});

test('a bare tag can load nothing but its version, and so can its policy', async () => {
  const { stdout } = await tag('calendar@1.1.0', '--csp', '--no-integrity');
  expect(stdout).not.toContain('v1.0.0');
});

test.each([
  { what: 'a feature twice', argv: ['calendar@1.0.0', 'calendar@1.1.0'], code: 'PT_USAGE', says: 'calendar is named twice' },
  { what: 'no address', argv: ['calendar', '--csp', '--api', 'api.example.com'], code: 'PT_USAGE', says: 'is not an address such as' },
  { what: 'one unknown among several', argv: ['calendar', 'calender'], code: 'PT_FEATURE_UNKNOWN', says: 'calendar' },
  { what: 'an unknown version', argv: ['calendar@3.0.0', '--preload'], code: 'PT_VERSION_UNKNOWN', says: '1.1.0' },
])('$what is refused', async ({ argv, code, says }) => {
  const { exitCode, stdout, stderr } = await tag(...argv);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain(code);
  expect(stderr).toContain(says);
});

test('a manifest that cannot be read is named with its address', async () => {
  const path = '/elements/v1.0.0/calendar/manifest.json';
  const file = cdn.files.get(path)!;
  cdn.files.set(path, { body: '{"schema":1}' });
  const { stderr } = await tag('calendar@1.0.0', '--preload');
  cdn.files.set(path, file);
  expect(stderr).toContain('PT_STORED_INVALID');
  expect(stderr).toContain('elements/v1.0.0/calendar/manifest.json');
});
