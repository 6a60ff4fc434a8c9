/** Chromium, through Playwright. */
import type { EnginePaths } from '@pintag/setup/engines';
import { chromium } from 'playwright-core';
import type { Engine } from './engine.ts';

export async function startChromium({ executable }: EnginePaths['chromium']): Promise<Engine> {
  const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  return {
    title: `Chromium ${browser.version().split('.')[0]!}`,
    open: async (url) => void (await page.goto(url)),
    read: (expression) => page.evaluate(expression),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
