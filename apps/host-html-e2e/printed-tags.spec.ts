import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestCdn, type Visitor, openCdn, openVisitor } from '@pintag/check/host-pages';
import { runProgram } from '@pintag/cli';
import { afterAll, beforeAll, expect, test } from 'vitest';

const targets = ['calendar@1.0.1', 'questionnaire@1.1.0'];
let cdn: TestCdn;
let visitor: Visitor;
let host: Server;
/** What the host answers; its script is there to listen. */
let page: { readonly policy: string; readonly html: string };
const script = `violations = []; addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => violations.push([violatedDirective, blockedURI, sample].join(' ')));`;

beforeAll(async () => {
  [cdn, visitor] = await Promise.all([openCdn(), openVisitor(process.env)]);
  await cdn.publish('calendar', '1.0.1');
  await cdn.publish('questionnaire', '1.1.0');
  host = createServer((request, response) => {
    if (request.url === '/')
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': page.policy }).end(page.html);
    else if (request.url === '/listen.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => host.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  await Promise.all([visitor.close(), cdn.close()]);
  host.closeAllConnections();
  host.close();
});

/** What `pintag tag` prints. */
async function printed(...options: string[]): Promise<string> {
  let text = '';
  const exitCode = await runProgram(['tag', ...targets, '--edge', cdn.origin, ...options], {
    cwd: '/',
    env: {},
    stdout: (more) => void (text += more),
    stderr: () => {},
    pid: process.pid,
    now: Date.now,
    colour: false,
    takeOverEnding: () => new AbortController().signal,
  });
  expect(exitCode).toBe(0);
  return text;
}

test('the features of this repository work under the policy that is printed for them, and each file is fetched once', async () => {
  const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  const sources = (await printed('--csp')).trimEnd().replaceAll('\n', '; ').replace('script-src', `script-src ${origin}/listen.js`);
  page = {
    policy: `default-src 'none'; style-src 'self'; require-trusted-types-for 'script'; ${sources}`,
    html: `<!doctype html><html lang="en"><head><title>Host</title><script src="/listen.js"></script>${await printed('--preload')}</head><body><pt-calendar></pt-calendar><pt-questionnaire></pt-questionnaire></body></html>`,
  };
  const { page: visited, requests } = await visitor.visit(origin);
  await visited.locator('pt-calendar').getByRole('button', { name: 'Today' }).waitFor();
  await visited.locator('pt-questionnaire').getByText('No survey chosen').waitFor();

  expect(await visited.evaluate('violations')).toEqual([]);
  const fetched = requests.map((request) => request.url()).filter((url) => url.startsWith(cdn.origin));
  expect(fetched.toSorted()).toEqual([...new Set(fetched)].toSorted());
  expect(fetched.filter((url) => url.includes('/elements/runtime/'))).not.toEqual([]);
});
