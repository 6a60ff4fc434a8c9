import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import * as nodeFs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pinFiles } from './pin-files.ts';
import { digestOf, listOf } from './version-list.fixture.ts';

const options = { feature: 'calendar', version: '1.1.0', list: listOf('calendar', '1.1.0', '1.0.0'), origin: 'https://cdn.example.com' };
const bare = '<script src="https://cdn.example.com/elements/v1.0.0/calendar/main.js"></script>';
const pinned = `<script src="https://cdn.example.com/elements/v1.1.0/calendar/main.js" integrity="${digestOf('1.1.0')} ${digestOf('1.0.0')}" crossorigin="anonymous"></script>`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pintag-pins-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

test('each file says what happened to it; a file without a pin of the feature is reported and stays', async () => {
  await writeFile(at('a.html'), `${bare}\n`);
  await writeFile(at('b.erb'), '<script src="https://cdn.example.com/elements/stable/calendar/main.js"></script>');
  await writeFile(at('c.php'), pinned);
  const before = await stat(at('c.php'));

  expect(await pinFiles({ ...options, files: ['a.html', 'b.erb', 'c.php'].map(at) })).toMatchObject([
    {
      file: at('a.html'),
      changed: true,
      pins: [{ line: 1, from: { version: '1.0.0' }, to: { version: '1.1.0' }, integrity: 'added' }],
      left: [],
    },
    { file: at('b.erb'), changed: false, pins: [], left: [{ line: 1, why: 'channel' }] },
    { file: at('c.php'), changed: false, pins: [{ integrity: 'kept' }], left: [] },
  ]);
  expect(await readFile(at('a.html'), 'utf8')).toBe(`${pinned}\n`);
  expect((await stat(at('c.php'))).ino).toBe(before.ino);
  expect((await readdir(folder)).sort()).toEqual(['a.html', 'b.erb', 'c.php']);
});

test('every byte of another encoding stays', async () => {
  const shiftJis = Buffer.of(0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x5c, 0x0d, 0x0a, 0xff, 0x00);
  await writeFile(at('a.html'), Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), shiftJis, Buffer.from(bare), shiftJis]));
  await pinFiles({ ...options, files: [at('a.html')] });

  expect(await readFile(at('a.html'))).toEqual(Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), shiftJis, Buffer.from(pinned), shiftJis]));
});

test('mode and links stay', async () => {
  await writeFile(at('a.html'), bare);
  await chmod(at('a.html'), 0o640);
  await symlink('a.html', at('link.html'));
  await pinFiles({ ...options, files: [at('link.html')] });

  expect((await lstat(at('link.html'))).isSymbolicLink()).toBe(true);
  expect((await stat(at('a.html'))).mode & 0o777).toBe(0o640);
  expect(await readFile(at('a.html'), 'utf8')).toBe(pinned);
});

test('a file that is named twice is edited once', async () => {
  await writeFile(at('a.html'), bare);

  expect(await pinFiles({ ...options, files: [at('a.html'), at('a.html')] })).toHaveLength(1);
  expect(await readFile(at('a.html'), 'utf8')).toBe(pinned);
});

test('one file that cannot be read, and none is changed', async () => {
  await writeFile(at('a.html'), bare);

  await expect(pinFiles({ ...options, files: [at('a.html'), at('gone.html'), folder] })).rejects.toMatchObject({
    code: 'PT_FILE_UNREADABLE',
    facts: { problems: [expect.stringContaining('gone.html'), expect.stringContaining('EISDIR')] },
  });
  expect(await readFile(at('a.html'), 'utf8')).toBe(bare);
});

test('an unknown version, and none is changed', async () => {
  await writeFile(at('a.html'), bare);

  await expect(pinFiles({ ...options, version: '9.0.0', files: [at('a.html')] })).rejects.toMatchObject({ code: 'PT_VERSION_UNKNOWN' });
  expect(await readFile(at('a.html'), 'utf8')).toBe(bare);
});

test('a disk that fills up changes no file and leaves nothing lying about', async () => {
  await writeFile(at('a.html'), bare);
  await writeFile(at('b.html'), bare);
  let writes = 0;
  const fs = {
    ...nodeFs,
    writeFile: async (...args: Parameters<typeof nodeFs.writeFile>) => {
      if (++writes === 2) throw new Error('ENOSPC');
      await nodeFs.writeFile(...args);
    },
  };

  await expect(pinFiles({ ...options, fs, files: [at('a.html'), at('b.html')] })).rejects.toThrow('ENOSPC');
  expect(await Promise.all(['a.html', 'b.html'].map((name) => readFile(at(name), 'utf8')))).toEqual([bare, bare]);
  expect(await readdir(folder)).toHaveLength(2);
});
