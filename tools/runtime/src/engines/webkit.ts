/** WebKitGTK, through its own WebDriver, in an X server without a screen. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnginePaths } from '@pintag/setup/engines';
import type { Engine } from './engine.ts';
import { startDisplay } from './display.ts';
import { startProcess } from './start-process.ts';
import { openSession } from './webdriver.ts';

export interface WebKitMachine {
  readonly env: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
}

export async function startWebKit({ driver, browser, display }: EnginePaths['webkit'], { env, isRoot }: WebKitMachine): Promise<Engine> {
  await using parts = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), 'pintag-webkit-'));
  parts.defer(() => rm(home, { recursive: true, force: true }));
  const screen = parts.use(await startDisplay(display, env));
  const port = await freePort();
  parts.use(
    startProcess(driver, [`--port=${port}`], {
      ...env,
      DISPLAY: screen.name,
      GDK_BACKEND: 'x11',
      HOME: home,
      XDG_CACHE_HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      XDG_RUNTIME_DIR: home,
      // Neither a screen reader nor a graphics card is there to be asked.
      NO_AT_BRIDGE: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
      // Its sandbox refuses to run as root; the pages are our own, on this machine.
      ...(isRoot && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }),
    }),
  );
  const session = parts.use(
    await openSession(`http://127.0.0.1:${port}`, { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } }),
  );
  const owned = parts.move();
  return {
    title: `WebKitGTK ${session.browserVersion}`,
    open: (url) => session.open(url),
    read: (expression) => session.read(expression),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The driver takes a number and no other way to be found. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
