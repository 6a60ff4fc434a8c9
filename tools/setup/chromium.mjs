/** Finds a Chromium to drive, and knows two ways to get one. Plain JavaScript for any Node from 20 up: it runs before anything is set up. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { installPackages, isDebianRoot, runQuietly } from './debian.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge', 'microsoft-edge'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

export function findChromium({ env }) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name + suffix)));
  const candidates = [env.PINTAG_CHROMIUM, env.CHROME_PATH, ...onPath, ...places, chromium.executablePath()];
  return candidates.find((path) => path && existsSync(path));
}

export function obtainChromium({ env, log, find = findChromium, run = runQuietly, mayInstallPackages = isDebianRoot() }) {
  const found = find({ env });
  if (found) return found;

  log('No Chromium found. Asking Playwright for one…');
  const playwright = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  run(process.execPath, [playwright, 'install', 'chromium'], {
    // Where nothing can be downloaded, finding that out should not take minutes.
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000', ...env },
    timeout: 300_000,
  });
  const downloaded = find({ env });
  if (downloaded || !mayInstallPackages) return downloaded;

  log("Playwright could not download one. Installing Debian's package chromium…");
  installPackages(['chromium'], { env, run });
  return find({ env });
}
