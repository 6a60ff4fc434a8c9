import { env } from 'node:process';
import { launchChromium, startSite } from '@pintag/runtime/testing';
import { expect, test } from 'vitest';
import { startLocalCdn } from '../testing/local-cdn.ts';
import { runCommand } from '../testing/run-command.ts';
import { makeWorkspace } from '../testing/workspace.ts';

test('a page with the tag of a channel loads what the channel points to: set shows the new version, revert the old, a pin stays', async () => {
  await using parts = new AsyncDisposableStack();
  const workspace = await makeWorkspace();
  parts.defer(() => workspace.remove());
  const cdn = parts.use(await startLocalCdn(workspace.root));
  const host = parts.use(await startSite());
  const browser = await launchChromium(env);
  parts.defer(() => browser.close());
  for (const version of ['1.0.0', '1.1.0']) await cdn.publish('calendar', version);
  await cdn.publish('questionnaire', '1.0.0');
  const pintag = async (...argv: string[]) => {
    const { exitCode, stdout, stderr } = await runCommand(argv, { cwd: workspace.root });
    expect(exitCode, stderr).toBe(0);
    return stdout;
  };
  await pintag('channel', 'set', 'stable', 'calendar@1.0.0');
  const tag = await pintag('tag', 'calendar@stable');
  const pin = await pintag('tag', 'questionnaire@1.0.0', '--edge', cdn.local.edge.origin);
  host.files.set('/', {
    body: `<!doctype html><link rel="icon" href="data:,">${tag}${pin}<pt-calendar></pt-calendar><pt-questionnaire></pt-questionnaire>`,
    headers: { 'content-type': 'text/html' },
  });

  /** What a person sees who has not been here before. */
  const visit = async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    page.on('console', (line) => ['warning', 'error'].includes(line.type()) && said.push(line.text()));
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(host.origin);
    const elements = ['pt-calendar', 'pt-questionnaire'];
    await page.waitForFunction((names) => names.every((name) => document.querySelector(name)?.shadowRoot?.textContent), elements);
    const shown = await page.evaluate((names) => names.map((name) => document.querySelector(name)?.shadowRoot?.textContent), elements);
    await context.close();
    return { shown, said, files: asked.filter((path) => path.includes('/calendar/')).toSorted() };
  };
  const from = (version: string) => [
    '/elements/stable/calendar/main.js',
    ...['chunk-WORD.js', 'element-ENTRY.js', 'main.js'].map((file) => `/elements/v${version}/calendar/${file}`),
  ];

  expect(await visit()).toEqual({ shown: ['calendar 1.0.0', 'questionnaire 1.0.0'], said: [], files: from('1.0.0') });
  await pintag('channel', 'set', 'stable', 'calendar@1.1.0');
  expect(await visit()).toEqual({ shown: ['calendar 1.1.0', 'questionnaire 1.0.0'], said: [], files: from('1.1.0') });
  await pintag('channel', 'revert', 'stable', 'calendar');
  expect(await visit()).toEqual({ shown: ['calendar 1.0.0', 'questionnaire 1.0.0'], said: [], files: from('1.0.0') });
}, 60_000);
