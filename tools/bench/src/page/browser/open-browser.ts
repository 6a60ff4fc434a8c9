/** A Chromium whose pages load over a slow line. Every visitor is somebody new: nothing cached, no connection open. */
import { findChromium } from '@pintag/check/find-chromium';
import { PintagError } from '@pintag/cdn';
import { chromium, type Browser, type Page as Tab } from 'playwright-core';
import { type Seen, type Watched, type WatchedWindow, watchElements } from './watch-elements.ts';

export interface Line {
  /** Of the network, bits a second. */
  readonly bitsPerSecond: number;
  /** Milliseconds of a round trip. */
  readonly roundTrip: number;
  /** 1: as fast as the machine is. */
  readonly cpuSlowdown: number;
}

export interface Visit {
  /** Milliseconds since the navigation began until the first and the last element showed what it is there for. */
  readonly firstVisible: number;
  readonly lastVisible: number;
  /** Milliseconds of all tasks of 50 ms and more that began before the last element was visible. */
  readonly longTasks: number;
}

export interface Visitor extends AsyncDisposable {
  /** @throws {Error} The page has failed, or does not show all elements within a minute. */
  visit(url: string, watched: Watched): Promise<Visit>;
}

export interface BenchBrowser extends AsyncDisposable {
  /** `Chromium 156.0.…` */
  readonly version: string;
  newVisitor(line: Line): Promise<Visitor>;
}

/**
 * @param fingerprint The one key that is trusted without a known issuer. Answers whose certificate is merely overlooked would not be cached.
 * @throws {PintagError} PT_NO_CHROMIUM
 */
export async function openBrowser({
  env,
  fingerprint,
}: {
  readonly env: NodeJS.ProcessEnv;
  readonly fingerprint: string;
}): Promise<BenchBrowser> {
  const executablePath = findChromium({ env });
  if (!executablePath)
    throw new PintagError('PT_NO_CHROMIUM', { looked: ['PINTAG_CHROMIUM', 'CHROME_PATH', 'PATH', "Playwright's downloads"] });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', `--ignore-certificate-errors-spki-list=${fingerprint}`] });
  return {
    version: `Chromium ${browser.version()}`,
    newVisitor: (line) => newVisitor(browser, line),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function newVisitor(browser: Browser, line: Line): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  return {
    visit: async (url, watched) => {
      const tab = await context.newPage();
      try {
        await slowDown(tab, line);
        return await load(tab, url, watched);
      } finally {
        await tab.close();
      }
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

async function slowDown(tab: Tab, { bitsPerSecond, roundTrip, cpuSlowdown }: Line): Promise<void> {
  const session = await tab.context().newCDPSession(tab);
  const throughput = bitsPerSecond / 8;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: roundTrip,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
}

const patience = 60_000;
/** Long enough for what the page still has to say: long tasks are reported late, and a file too many would be asked for now. */
const settle = 300;

async function load(tab: Tab, url: string, watched: Watched): Promise<Visit> {
  const complaints: string[] = [];
  tab.on('pageerror', (error) => complaints.push(error.message));
  tab.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await tab.addInitScript(watchElements, watched);
  await tab.goto(url, { waitUntil: 'commit' });
  const names = Object.keys(watched);
  try {
    await tab.waitForFunction((count) => Object.keys((window as WatchedWindow).pintagBench?.shownAt ?? {}).length === count, names.length, {
      timeout: patience,
      polling: 100,
    });
    await tab.waitForLoadState('load');
    await tab.waitForTimeout(settle);
  } catch (cause) {
    complaints.push(String(cause));
  }
  const seen = await tab.evaluate<Seen | undefined>(() => (window as WatchedWindow).pintagBench);
  const missing = names.filter((name) => seen?.shownAt[name] === undefined);
  if (complaints.length || missing.length)
    throw new Error(`${url} ${missing.length ? `does not show ${missing.join(', ')}` : 'complains'}: ${complaints.join('; ')}`);
  return visitOf(seen!);
}

/** Milliseconds to a tenth: a browser tells no more. */
function visitOf({ shownAt, longTasks }: Seen): Visit {
  const times = Object.values(shownAt);
  const lastVisible = Math.max(...times);
  const busy = longTasks.filter(({ start }) => start < lastVisible).reduce((sum, { duration }) => sum + duration, 0);
  return { firstVisible: rounded(Math.min(...times)), lastVisible: rounded(lastVisible), longTasks: rounded(busy) };
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
