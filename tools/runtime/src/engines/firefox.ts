/** Firefox as distributions ship it, through WebDriver BiDi; Playwright only drives a Firefox of its own. */
import type { EnginePaths } from '@pintag/setup/engines';
import puppeteer from 'puppeteer-core';
import type { Engine } from './engine.ts';

export async function startFirefox({ executable }: EnginePaths['firefox']): Promise<Engine> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: executable, headless: true });
  const page = await browser.newPage();
  const version = (await browser.version()).split('/').at(-1)!;
  return {
    title: `Firefox ${version}`,
    open: async (url) => void (await page.goto(url)),
    read: (expression) => page.evaluate(expression),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
