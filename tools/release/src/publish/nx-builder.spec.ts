import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { makeRuntime, needOf } from '../testing/small-runtime.ts';
import { createNxBuilder } from './nx-builder.ts';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

/** A workspace of Nx projects, each built by a command; inside the repository, so that it finds Nx. */
async function workspaceOf(commands: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(path.join(repository, '.pintag'), { recursive: true });
  const root = await mkdtemp(path.join(repository, '.pintag/nx-builder-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  await write('package.json', '{ "name": "school", "private": true }');
  await write('nx.json', '{ "analytics": false, "neverConnectToCloud": true }');
  for (const [name, command] of Object.entries(commands)) {
    const outputs = [`{workspaceRoot}/dist/libs/${name}`];
    await write(`libs/${name}/project.json`, JSON.stringify({ name, targets: { build: { command, outputs, cache: true } } }));
  }
  return root;
}

const writes = (feature: string, file = 'element.json') =>
  `mkdir -p dist/libs/${feature}/deep && echo ${feature} > dist/libs/${feature}/deep/${file}`;
/** As if Nx of the repository around had started it. */
const builder = createNxBuilder({
  env: { ...process.env, NX_WORKSPACE_ROOT_PATH: repository, NX_WORKSPACE_ROOT: repository },
  log: () => {},
});

test('a feature that fails does not stop the others, whatever it left behind', { timeout: 120_000 }, async () => {
  const root = await workspaceOf({
    calendar: writes('calendar'),
    menu: `${writes('menu')} && echo no such thing as a lunch >&2 && exit 3`,
    questionnaire: writes('questionnaire'),
  });
  const outcomes = await builder.build(['calendar', 'menu', 'questionnaire'], root);

  expect(outcomes).toMatchObject([
    { feature: 'calendar', files: [{ path: 'deep/element.json', body: Buffer.from('calendar\n') }] },
    { feature: 'menu', failure: { code: 'PT_BUILD_FAILED', message: expect.stringContaining('no such thing as a lunch') } },
    { feature: 'questionnaire', files: [{ path: 'deep/element.json' }] },
  ]);
});

test('what lay in dist before is not taken for the build; what Nx has in its cache is', { timeout: 120_000 }, async () => {
  const root = await workspaceOf({ calendar: writes('calendar'), menu: 'true' });
  await mkdir(path.join(root, 'dist/libs/calendar'), { recursive: true });
  await mkdir(path.join(root, 'dist/libs/menu'), { recursive: true });
  await writeFile(path.join(root, 'dist/libs/calendar/chunk-OLD.js'), '');
  await writeFile(path.join(root, 'dist/libs/menu/element.json'), '{}');

  for (const _ of ['built', 'from the cache']) {
    expect(await builder.build(['calendar', 'menu'], root)).toMatchObject([
      { feature: 'calendar', files: [{ path: 'deep/element.json' }] },
      { feature: 'menu', failure: { code: 'PT_BUILD_FAILED' } },
    ]);
    expect(await readdir(path.join(root, 'dist/libs/calendar'))).toEqual(['deep']);
  }
});

test('a feature comes with the runtime that it names, which is read once for all', { timeout: 120_000 }, async () => {
  const runtime = await makeRuntime({ 'angular.js': 'export {}', 'forms.js': 'export {}' });
  const needs = (name: string) => JSON.stringify({ runtime: { ...needOf(runtime), name } });
  const building = (feature: string, name: string) =>
    `mkdir -p dist/libs/${feature} dist/runtime/${runtime.name} && echo '${needs(name)}' > dist/libs/${feature}/element.json && ` +
    `for file in angular forms; do printf 'export {}' > dist/runtime/${runtime.name}/$file.js; done`;
  const root = await workspaceOf({
    calendar: building('calendar', runtime.name),
    menu: building('menu', 'angular-22.1.7-0123456789abcdef'),
    questionnaire: building('questionnaire', runtime.name),
    seating: building('seating', '../..'),
  });
  const [calendar, menu, questionnaire, seating] = await builder.build(['calendar', 'menu', 'questionnaire', 'seating'], root);

  expect(calendar).toMatchObject({ runtime: { name: runtime.name } });
  const { runtime: built } = calendar as { runtime: typeof runtime };
  expect([...built.files].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual(runtime.files);
  expect((questionnaire as { runtime: typeof runtime }).runtime).toBe(built);
  expect(menu).not.toHaveProperty('runtime');
  expect(seating).toMatchObject({ failure: { code: 'PT_BUNDLE_MALFORMED' } });
});

test('a feature that has no project fails, and names it', { timeout: 120_000 }, async () => {
  const root = await workspaceOf({ calendar: writes('calendar') });
  expect(await builder.build(['menu'], root)).toMatchObject([
    { feature: 'menu', failure: { code: 'PT_BUILD_FAILED', facts: { feature: 'menu' } } },
  ]);
});

test('a library with several entry files has a build for each that is wanted, in one run', { timeout: 120_000 }, async () => {
  const root = await workspaceOf({ menu: writes('menu') });
  const targets = {
    build: { command: 'exit 7' },
    'build-calendar': { command: writes('calendar') },
    'build-calendar-month': { command: writes('calendar-month') },
    'build-calendar-agenda': { command: 'exit 8' },
  };
  await mkdir(path.join(root, 'libs/calendar/src'), { recursive: true });
  await writeFile(path.join(root, 'libs/calendar/project.json'), JSON.stringify({ name: 'calendar', targets }));
  for (const entry of ['element.ts', 'month.element.ts', 'agenda.element.ts'])
    await writeFile(path.join(root, 'libs/calendar/src', entry), '');

  const said: string[] = [];
  const telling = createNxBuilder({ env: process.env, log: ({ message }) => void said.push(message) });
  expect(await telling.build(['calendar', 'calendar-month', 'menu'], root)).toMatchObject([
    { feature: 'calendar', files: [{ body: Buffer.from('calendar\n') }] },
    { feature: 'calendar-month', files: [{ body: Buffer.from('calendar-month\n') }] },
    { feature: 'menu', files: [{ path: 'deep/element.json' }] },
  ]);
  expect(said).toEqual([
    'nx run-many -t build-calendar,build-calendar-month -p calendar --nxBail=false is done.',
    'nx run menu:build is done.',
  ]);
});

test('a build that hangs is ended, with all that it started, and says so', { timeout: 120_000 }, async () => {
  const root = await workspaceOf({ menu: 'touch begun && sleep 3000' });
  const impatient = createNxBuilder({ env: process.env, log: () => {}, patience: 0.15 });

  expect(await impatient.build(['menu'], root)).toMatchObject([
    { feature: 'menu', failure: { code: 'PT_BUILD_FAILED', message: expect.stringContaining('It was not done after 0.15 min') } },
  ]);
  expect(await readdir(root)).toContain('begun');
});

test('what cannot be read of one build fails that feature alone', { timeout: 120_000 }, async () => {
  const root = await workspaceOf({ calendar: writes('calendar'), menu: `mkdir -p dist/libs && echo x > dist/libs/menu` });
  expect(await builder.build(['calendar', 'menu'], root)).toMatchObject([
    { feature: 'calendar', files: [{ path: 'deep/element.json' }] },
    { feature: 'menu', failure: { message: expect.stringContaining('ENOTDIR') } },
  ]);
});
