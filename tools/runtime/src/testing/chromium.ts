/** Starts the Chromium that browser tests drive. */
import { findChromium } from '@pintag/check/find-chromium';
import { chromium, type Browser } from 'playwright-core';

/** @throws {Error} None is installed; `npm test` sees to it that one is. */
export async function launchChromium(env: NodeJS.ProcessEnv): Promise<Browser> {
  const executablePath = findChromium({ env });
  if (!executablePath) throw new Error('There is no Chromium; run `npm test`, which sets one up.');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
