import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findChromium, obtainChromium } from './chromium.mjs';

async function folderWith(...files: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-setup-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const file of files) {
    await writeFile(join(folder, file), '');
    await chmod(join(folder, file), 0o755);
  }
  return folder;
}

test('a browser that a variable names is taken before one on PATH', async () => {
  const folder = await folderWith('my-browser', 'chromium');
  expect(findChromium({ env: { PINTAG_CHROMIUM: join(folder, 'my-browser'), PATH: folder } })).toBe(join(folder, 'my-browser'));
});

test('a variable that names nothing does not hide the one on PATH', async () => {
  const folder = await folderWith('google-chrome');
  expect(findChromium({ env: { CHROME_PATH: join(folder, 'gone'), PATH: folder } })).toBe(join(folder, 'google-chrome'));
});

/** The command that makes `find` succeed from then on; the others do nothing, as without a network. */
const ways = [
  { what: 'an installed one: nothing is run', works: 'nothing', root: true, ran: [], found: true },
  { what: "Playwright's download", works: 'playwright', root: true, ran: ['playwright'], found: true },
  {
    what: "Debian's package when root",
    works: 'apt-get install',
    root: true,
    ran: ['playwright', 'apt-get update', 'apt-get install'],
    found: true,
  },
  { what: 'no package when not root', works: 'apt-get install', root: false, ran: ['playwright'], found: false },
  {
    what: 'none, after everything was tried',
    works: 'never',
    root: true,
    ran: ['playwright', 'apt-get update', 'apt-get install'],
    found: false,
  },
];

test.each(ways)('$what', ({ works, root, ran, found }) => {
  const calls: string[] = [];
  let present = works === 'nothing';
  const obtained = obtainChromium({
    env: {},
    log: () => {},
    find: () => (present ? '/found/chromium' : undefined),
    run: (command, args) => {
      calls.push(command === 'apt-get' ? `apt-get ${args[0]}` : 'playwright');
      present ||= calls.at(-1) === works;
    },
    mayInstallPackages: root,
  });

  expect(calls).toEqual(ran);
  expect(obtained).toBe(found ? '/found/chromium' : undefined);
});
