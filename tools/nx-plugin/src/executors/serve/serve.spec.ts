import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { launchChromium } from '@pintag/runtime/testing';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startExecutor } from '../../testing/start-executor.ts';
import { createWorkspace, greeting, repositoryRoot, type Workspace } from '../../testing/workspace.ts';

let browser: Browser;
let workspace: Workspace;
let server: ChildProcess | undefined;

beforeAll(async () => {
  browser = await launchChromium(process.env);
  workspace = await createWorkspace({
    ...greeting,
    // The page asks "when it is created" whether the mocks were up, which is what a first request would depend on.
    'libs/greeting/src/greeting.ts': greeting['libs/greeting/src/greeting.ts']!.replace(
      'export class Greeting {}',
      'export class Greeting { mocked = document.documentElement.dataset["mocks"]; }',
    ).replace('hello', 'mocks: {{ mocked }}'),
  });
  await symlink(join(repositoryRoot, 'tools'), join(workspace.root, 'tools'));
});
afterEach(async () => {
  if (server?.exitCode === null && server.kill()) await once(server, 'exit');
});
afterAll(async () => {
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

/** @returns What it wrote to stderr up to the line that names the page's address, or all of it when it ended. */
async function serve(options: object): Promise<string> {
  const given = { library: 'libs/greeting', port: 0, host: '127.0.0.1', open: false, mocks: true, ...options };
  const child = startExecutor('serve', given, workspace);
  child.stdout.resume();
  server = child;
  let text = '';
  for await (const chunk of child.stderr) {
    text += String(chunk);
    if (/ at http\S+,/.test(text)) break;
  }
  return text;
}

const mocks = (body: string) => ({ 'mocks/browser.ts': `export async function startMocks(): Promise<void> {\n${body}\n}\n` });

test('the element is defined after the mocks have started, however long they take, and the worker file is served', async () => {
  await workspace.write(mocks(`await new Promise((done) => setTimeout(done, 300)); document.documentElement.dataset['mocks'] = 'up';`));
  const said = await serve({});
  const [, origin] = / at (http\S+?)\/?,/.exec(said) ?? [];
  expect(said).toContain('its backend mocked');
  await using page = await browser.newPage();
  await page.goto(origin!);
  await page.getByText('mocks: up').waitFor();
  const worker = await page.request.get(`${origin}/mockServiceWorker.js`);
  expect(await worker.text()).toContain('Mock Service Worker');
}, 120_000);

test('mocks that do not start are told to the console, and the element appears all the same', async () => {
  await workspace.write(mocks(`throw new Error('no service worker here');`));
  const [, origin] = / at (http\S+?)\/?,/.exec(await serve({})) ?? [];
  await using page = await browser.newPage();
  const told = page.waitForEvent('console', (line) => line.type() === 'error');
  await page.goto(origin!);
  await page.getByText('mocks:').waitFor();
  expect((await told).text()).toContain(
    'The mocks did not start, so requests of <pt-greeting> go to the network. Error: no service worker here',
  );
}, 120_000);

test('of several features the one that is asked for is served, on a page of its own', async () => {
  await workspace.write({
    ...mocks(''),
    'libs/greeting/src/part.element.ts': greeting['libs/greeting/src/element.ts']!.replaceAll('Greeting', 'Part').replace(
      './greeting',
      './part',
    ),
    'libs/greeting/src/part.ts': greeting['libs/greeting/src/greeting.ts']!.replaceAll('Greeting', 'Part').replace('hello', 'a part'),
    'libs/greeting/src/part.dev.html': '<html><head><title>Part</title></head><body><pt-greeting-part></pt-greeting-part></body></html>',
  });
  const said = await serve({ feature: 'greeting-part' });
  expect(said).toContain('<pt-greeting-part> at ');
  const [, origin] = / at (http\S+?)\/?,/.exec(said) ?? [];
  await using page = await browser.newPage();
  await page.goto(origin!);
  await page.getByText('a part').waitFor();
  expect(await page.title()).toBe('Part');
}, 120_000);

test('a port that is taken is said, and nothing is started', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  expect(await serve({ port })).toContain(`PT_PORT_IN_USE: Port ${port} is in use.`);
  taken.close();
});

test('Nx ends with 1 when the port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  server = spawn(process.execPath, [nx, 'serve', 'questionnaire', '--host=127.0.0.1', `--port=${port}`], {
    cwd: repositoryRoot,
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
    stdio: 'ignore',
  });
  expect(await once(server, 'exit')).toEqual([1, null]);
  taken.close();
}, 120_000);

test('a library without an element is said, and nothing is started', async () => {
  expect(await serve({ library: 'libs/other' })).toContain('PT_FEATURE_NO_ELEMENT: libs/other has no element');
});
