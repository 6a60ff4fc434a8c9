import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findEngine, obtainEngines, type EngineName } from './engines.mjs';

async function folderWith(...files: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-setup-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const file of files) {
    await writeFile(join(folder, file), '');
    await chmod(join(folder, file), 0o755);
  }
  return folder;
}

test('a Firefox that a variable names is taken before one on PATH', async () => {
  const folder = await folderWith('my-firefox', 'firefox-esr');
  const executable = join(folder, 'my-firefox');
  expect(findEngine('firefox', { env: { PINTAG_FIREFOX: executable, PATH: folder } })).toEqual({
    kind: 'installed',
    paths: { executable },
  });
});

test('WebKitGTK is its driver, its browser and a display', async () => {
  const folder = await folderWith('WebKitWebDriver', 'MiniBrowser', 'Xvfb');
  const found = findEngine('webkit', { env: { PATH: folder, PINTAG_WEBKIT_BROWSER: join(folder, 'MiniBrowser') } });
  expect(found).toEqual({
    kind: 'installed',
    paths: { driver: join(folder, 'WebKitWebDriver'), browser: join(folder, 'MiniBrowser'), display: join(folder, 'Xvfb') },
  });
});

test('what is missing says what to install and which variables would name it', async () => {
  const folder = await folderWith('MiniBrowser');
  const found = findEngine('webkit', { env: { PATH: folder, PINTAG_WEBKIT_BROWSER: join(folder, 'MiniBrowser') } });
  expect(found).toEqual({
    kind: 'missing',
    reason: 'it is not installed (Debian: apt-get install webkit2gtk-driver xvfb), and PINTAG_WEBKIT_DRIVER and PINTAG_XVFB name nothing',
  });
});

const cases: { what: string; absent: EngineName[]; root: boolean; ran: string[] }[] = [
  { what: 'nothing is run when all are there', absent: [], root: true, ran: [] },
  { what: 'nothing is run without root', absent: ['firefox', 'webkit'], root: false, ran: [] },
  { what: 'one call installs what is missing', absent: ['firefox', 'webkit'], root: true, ran: ['firefox-esr webkit2gtk-driver xvfb'] },
  { what: 'and no more than that', absent: ['webkit'], root: true, ran: ['webkit2gtk-driver xvfb'] },
];

test.each(cases)('$what', ({ absent, root, ran }) => {
  const installed: string[] = [];
  obtainEngines({
    env: {},
    log: () => {},
    find: (name) => ({ kind: absent.includes(name) ? 'missing' : 'installed' }),
    run: (_command, args) => void (args[0] === 'install' && installed.push(args.slice(4).join(' '))),
    mayInstallPackages: root,
  });
  expect(installed).toEqual(ran);
});
