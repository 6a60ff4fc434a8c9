import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { makeWorkspace } from '../testing/workspace.ts';
import type { EndingSignal } from './ending.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

type Child = ChildProcessByStdio<null, Readable, Readable>;

function start(args: readonly string[], cwd?: string): Child {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function text(stream: Readable): Promise<string> {
  return (await stream.toArray()).join('');
}

/** @returns the first request that somebody makes to a server that never answers, and the server's origin. */
async function silentServer(): Promise<{ readonly origin: string; readonly asked: Promise<IncomingMessage> }> {
  const server = createServer();
  const asked = new Promise<IncomingMessage>((resolve) => server.once('request', resolve));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test.each([
  ['plan', 'SIGINT', 130],
  ['release', 'SIGTERM', 143],
  ['reconcile', 'SIGHUP', 129],
] as const)('%s ends at %s with %i, its git with it, and says how to go on', async (command, signal, code) => {
  const workspace = await makeWorkspace();
  onTestFinished(() => workspace.remove());
  const { origin, asked } = await silentServer();
  await workspace.git('remote', 'set-url', 'origin', `${origin}/remote.git`);

  const child = start([main, command], workspace.root);
  const said = text(child.stderr);
  const { socket } = await asked;
  const gitEnded = once(socket, 'close');
  child.kill(signal);

  expect(await once(child, 'exit')).toEqual([code, null]);
  expect(await said).toBe('Interrupted. What was done so far is kept; running the same command again finishes it.\n');
  await gitEnded;
});

test('interrupted, a release that is watched as JSON ends with lines of JSON', async () => {
  const workspace = await makeWorkspace();
  onTestFinished(() => workspace.remove());
  const { origin, asked } = await silentServer();
  await workspace.git('remote', 'set-url', 'origin', `${origin}/remote.git`);

  const child = start([main, 'release', '--log', 'json'], workspace.root);
  const said = text(child.stderr);
  await asked;
  child.kill('SIGTERM');

  expect(await once(child, 'exit')).toEqual([143, null]);
  const events = (await said).trimEnd().split('\n');
  expect(events.map((line) => JSON.parse(line) as object).slice(-2)).toMatchObject([
    { event: 'warning', message: expect.stringContaining('Interrupted.') },
    { event: 'run-ended', ok: false, exitCode: 143 },
  ]);
});

test('a command that ends itself is left to it', async () => {
  const workspace = await makeWorkspace();
  onTestFinished(() => workspace.remove());
  const child = start([main, 'local'], workspace.root);
  const said = text(child.stderr);
  await once(child.stdout, 'data');
  child.kill('SIGINT');

  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await said).not.toContain('Interrupted');
});

interface Second {
  readonly what: string;
  /** Milliseconds between two looks at the clock. */
  readonly tick: number;
  readonly signals: readonly EndingSignal[];
  readonly code: number;
}

const seconds: readonly Second[] = [
  { what: 'a second Ctrl-C', tick: 1000, signals: ['SIGINT'], code: 130 },
  { what: 'another signal', tick: 0, signals: ['SIGTERM'], code: 143 },
  { what: 'another signal, but not the same Ctrl-C passed on by npm,', tick: 0, signals: ['SIGINT', 'SIGTERM'], code: 143 },
];

test.each(seconds)('$what ends a command that hangs in its own ending', async ({ tick, signals, code }) => {
  const child = start([
    '--input-type=module',
    '--eval',
    `import { createEnding } from ${JSON.stringify(new URL('./ending.ts', import.meta.url).href)};
    let time = 0;
    const ending = createEnding({
      on: (signal, listener) => process.on(signal, listener),
      exit: process.exit,
      say: console.error,
      now: () => (time += ${tick}),
    }).takeOver();
    ending.addEventListener('abort', () => console.log('ending'));
    setInterval(() => {}, 1000);
    console.log('ready');`,
  ]);
  const lines = child.stdout.iterator({ destroyOnReturn: false });
  expect(String((await lines.next()).value)).toBe('ready\n');
  child.kill('SIGINT');
  expect(String((await lines.next()).value)).toBe('ending\n');
  const ended = once(child, 'exit');
  for (const signal of signals) child.kill(signal);

  expect(await ended).toEqual([code, null]);
});
