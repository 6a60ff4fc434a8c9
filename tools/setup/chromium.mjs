/** Finds a Chromium to drive, and knows three ways to get one. Plain JavaScript for any Node from 20 up: it runs before anything is set up. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

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

export function obtainChromium({ env, log }) {
  const found = findChromium({ env });
  if (found) return found;

  log('No Chromium found. Asking Playwright for one.');
  run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium-headless-shell', 'chromium'], {
    // Where nothing can be downloaded this should not take minutes to find out.
    env: { ...env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: env.PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT ?? '10000' },
    timeout: 300_000,
  });
  const downloaded = findChromium({ env });
  if (downloaded) return downloaded;

  if (isDebian() && process.getuid?.() === 0) {
    log("Playwright could not download one. Installing Debian's package chromium.");
    run('apt-get', ['update', '-qq'], { env, timeout: 300_000 });
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 600_000,
    });
  }
  return findChromium({ env });
}

const isDebian = () => existsSync('/etc/os-release') && /debian|ubuntu/i.test(readFileSync('/etc/os-release', 'utf8'));

/** Their talk is only of interest when nothing came of it, so it goes to stderr, dimmed by nothing. */
function run(command, args, options) {
  return spawnSync(command, args, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
}
