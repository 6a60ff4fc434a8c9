/** What a host page with these script tags shows, in a real browser. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findChromium } from '@pintag/setup/chromium';
import { chromium } from 'playwright-core';

/** @returns what each element shows, by its tag */
export async function lookAtPage(scripts: readonly string[], elements: readonly string[]): Promise<Record<string, string>> {
  const executablePath = findChromium({ env: process.env });
  if (executablePath === undefined) throw new Error('There is no Chromium here; docs/errors/PT_NO_CHROMIUM.md says how to get one.');
  const html = `<!doctype html>${scripts.join('\n')}${elements.map((element) => `<${element}></${element}>`).join('')}`;
  const server = createServer((_, outgoing) => outgoing.writeHead(200, { 'content-type': 'text/html' }).end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const shown: Record<string, string> = {};
    for (const element of elements) {
      const found = page.locator(`${element}:defined`);
      await found.waitFor({ state: 'attached', timeout: 30_000 });
      shown[element] = (await found.textContent()) ?? '';
    }
    return shown;
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}
