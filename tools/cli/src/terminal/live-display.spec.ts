/** The command on a real pseudo-terminal; `script` of util-linux makes one. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { makeWorkspace } from '../testing/workspace.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const hasScript = (() => {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
})();

/** What the terminal got, escape sequences included. */
async function onTerminal(command: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = spawn('script', ['--quiet', '--return', '--command', `stty columns 100 rows 30; ${command}`, '/dev/null'], {
    cwd,
    env: { ...process.env, TERM: 'xterm', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const text = (await child.stdout.toArray()).join('');
  await ended;
  return text;
}

const escape = String.fromCharCode(27);
const hidden = `${escape}[?25l`;
const shown = `${escape}[?25h`;

test.runIf(hasScript)('on a terminal the display is drawn over itself, and gives the cursor back', async () => {
  const workspace = await makeWorkspace();
  onTestFinished(() => workspace.remove());
  const text = await onTerminal(`${process.execPath} ${main} release --dry-run`, workspace.root, { NO_COLOR: '1' });

  expect(text).toContain('Planning  0:0');
  expect(text.lastIndexOf(shown)).toBeGreaterThan(text.lastIndexOf(hidden));
  expect(text).toContain('2 planned.');
  expect(text).not.toContain(`${escape}[2m`);
});

test.runIf(hasScript)('a dumb terminal gets plain lines', async () => {
  const workspace = await makeWorkspace();
  onTestFinished(() => workspace.remove());
  const text = await onTerminal(`${process.execPath} ${main} release --dry-run`, workspace.root, { TERM: 'dumb', NO_COLOR: '1' });

  expect(text).not.toContain(escape);
  expect(text).toMatch(/^plan +[0-9a-f]{8} of main, to /m);
});
