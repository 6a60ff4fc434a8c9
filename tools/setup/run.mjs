/**
 * What every npm script starts with, in plain JavaScript for any Node from 20 up: installs what the lock file names, makes sure of a
 * Chromium, then hands over to Node 24, which the lock file brought. `node tools/setup/run.mjs <task> [arguments]`
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const entries = {
  pintag: 'tools/cli/src/main.ts',
  check: 'tools/check/src/main.ts',
  faults: 'tools/check/src/faults.ts',
  'bench-plan': 'tools/bench/src/bench-plan.ts',
  'bench-release': 'tools/bench/src/bench-release.ts',
  'bench-page': 'tools/bench/src/bench-page.ts',
  'bench-publish': 'tools/bench/src/bench-publish.ts',
  'bench-adoption': 'tools/release/src/reconcile/adoption/measure-adoption.ts',
  races: 'tools/check/src/races.ts',
  tables: 'tools/check/src/tables.ts',
  differential: 'tools/check/src/differential.ts',
  engines: 'tools/check/src/engines.ts',
  'adopt-nx-cache': 'tools/workflows/src/nx-cache/main.ts',
  'check-workflows': 'tools/workflows/src/check/main.ts',
};
const [task, ...args] = process.argv.slice(2);
const log = (line) => process.stderr.write(`${line}\n`);

const [major] = process.versions.node.split('.').map(Number);
if (major < 20)
  stop(`Node ${process.versions.node} is too old to set Pintag up. Install Node 20 or newer; Node 24 comes with the project.`);
if (!(task in entries)) stop(`Unknown task "${task ?? ''}". It is one of ${Object.keys(entries).join(', ')}.`);

if (!installed()) {
  log('Installing what package-lock.json names (npm ci, a minute or two)…');
  // Without the settings that the npm around us was called with, `npm ci` inside `npm test` behaves as it does on its own.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package|command)/.test(name)));
  const npm = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  const { status, error } = spawnSync(npm[0], [...npm[1], 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && !process.env.npm_execpath,
  });
  if (status !== 0 || !installed()) {
    stop(
      `\`npm ci\` did not finish (${error?.message ?? `exit code ${status}`}). Is the npm registry reachable? Run the same command again when it is.`,
    );
  }
}

if (needsBrowser()) {
  const { obtainChromium } = await import('./chromium.mjs');
  if (!obtainChromium({ env: process.env, log })) {
    stop(
      'There is no Chromium. Install Chromium or Chrome, or set PINTAG_CHROMIUM to its path, and run the same command again. See docs/errors/PT_NO_CHROMIUM.md.',
    );
  }
}
if (testsBrowsers()) {
  const { obtainEngines } = await import('./engines.mjs');
  obtainEngines({ env: process.env, log });
}
if (testsTools()) {
  const { obtainCommands } = await import('./commands.mjs');
  obtainCommands({ env: process.env, log });
}

// The folder of Node 24 goes first on PATH, so that what we start (nx, vitest, hooks) runs on it too.
const path = [join(root, 'node_modules', 'node', 'bin'), join(root, 'node_modules', '.bin'), process.env.PATH].join(
  process.platform === 'win32' ? ';' : ':',
);
const cwd = task === 'pintag' ? (process.env.INIT_CWD ?? process.cwd()) : root;
const child = spawn(node, [join(root, entries[task]), ...args], { cwd, stdio: 'inherit', env: { ...process.env, PATH: path } });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
child.on('error', (error) => stop(`Node 24 did not start: ${error.message}`));

/** npm writes its hidden lock file last, so an installation that was interrupted is not taken for a finished one. */
function installed() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden) || !existsSync(node)) return false;
  return statSync(hidden).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function needsBrowser() {
  return task === 'check' || task === 'engines' || (task === 'pintag' && args[0] === 'demo' && !args.includes('--help'));
}

/** The other engines: tests of the whole are run in them where they are installed, and nothing else needs them. */
function testsBrowsers() {
  return task === 'engines' || (task === 'check' && (args.length === 0 || args.includes('browser')));
}

/** What the tools' tests hold ours against: they run with what there is, and say what is missing. */
function testsTools() {
  return task === 'check' && (args.length === 0 || args.includes('tools'));
}

function stop(message) {
  log(message);
  process.exit(1);
}
