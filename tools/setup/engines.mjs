/** Finds the engines that browser tests drive, and installs those that are missing. Plain JavaScript for any Node from 20 up. */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { installPackages, isDebianRoot, runQuietly } from './debian.mjs';

export const engineNames = ['chromium', 'firefox', 'webkit'];

/** What each one consists of: the variable that names a part, else its names on PATH, else the places where it usually is. */
const engines = {
  firefox: {
    packages: ['firefox-esr'],
    parts: {
      executable: {
        variable: 'PINTAG_FIREFOX',
        names: ['firefox-esr', 'firefox'],
        places: () => ['/Applications/Firefox.app/Contents/MacOS/firefox'],
      },
    },
  },
  webkit: {
    packages: ['webkit2gtk-driver', 'xvfb'],
    parts: {
      driver: { variable: 'PINTAG_WEBKIT_DRIVER', names: ['WebKitWebDriver'], places: () => [] },
      browser: { variable: 'PINTAG_WEBKIT_BROWSER', names: [], places: miniBrowsers },
      display: { variable: 'PINTAG_XVFB', names: ['Xvfb'], places: () => [] },
    },
  },
};

export function findEngine(name, { env }) {
  if (name === 'chromium') {
    const executable = findChromium({ env });
    return executable ? { kind: 'installed', paths: { executable } } : missing(['PINTAG_CHROMIUM'], ['chromium']);
  }
  const { packages, parts } = engines[name];
  const paths = Object.fromEntries(Object.entries(parts).map(([part, where]) => [part, findPart(where, env)]));
  const absent = Object.keys(parts).filter((part) => !paths[part]);
  return absent.length
    ? missing(
        absent.map((part) => parts[part].variable),
        packages,
      )
    : { kind: 'installed', paths };
}

/** All at once: each call of apt-get reads its lists anew. */
export function obtainEngines({ env, log, find = findEngine, run = runQuietly, mayInstallPackages = isDebianRoot() }) {
  const absent = engineNames.filter((name) => name in engines && find(name, { env }).kind === 'missing');
  if (absent.length === 0 || !mayInstallPackages) return;
  const packages = absent.flatMap((name) => engines[name].packages);
  log(`The browser tests also run in ${absent.join(' and ')}. Installing Debian's packages ${packages.join(', ')}…`);
  installPackages(packages, { env, run });
}

const missing = (variables, packages) => ({
  kind: 'missing',
  reason: `it is not installed (Debian: apt-get install ${packages.join(' ')}), and ${variables.join(' and ')} ${variables.length === 1 ? 'names' : 'name'} nothing`,
});

function findPart({ variable, names, places }, env) {
  const onPath = (env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [env[variable], ...onPath, ...places()].find((path) => path && existsSync(path));
}

/** WebKitGTK's own small browser is nowhere on PATH; Debian has it below the machine's triplet. */
function miniBrowsers() {
  const libraries = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((folder) => join('/usr/lib', folder)) : [];
  return ['/usr/libexec', ...libraries].map((folder) => join(folder, 'webkit2gtk-4.1', 'MiniBrowser'));
}
