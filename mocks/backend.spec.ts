import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { startBackend, type Backend, type BackendOptions } from './backend.ts';

const page = 'https://www.school.example';
const survey = '/api/surveys/7';
const responses = '/api/surveys/7/responses';
const open: Backend[] = [];

async function start(options: Partial<BackendOptions> = {}): Promise<Backend> {
  const backend = await startBackend({ allowOrigins: [page], ...options });
  open.push(backend);
  return backend;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((backend) => backend.close()));
});

async function signIn(backend: Backend): Promise<Record<string, string>> {
  const response = await fetch(`${backend.origin}/api/session`);
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  return { Cookie: response.headers.getSetCookie()[0]!.split(';')[0]!, 'X-CSRF-Token': csrfToken };
}

const post = (backend: Backend, headers: Record<string, string> = {}) =>
  fetch(`${backend.origin}${responses}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: '{"answers":[]}',
  });

test('answers what the mocks answer, over HTTP', async () => {
  const backend = await start();
  const response = await fetch(`${backend.origin}${survey}`, { headers: { 'Accept-Language': 'en' } });
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/json']);
  expect(await response.json()).toMatchObject({ id: '7' });
});

test('a known origin may call with credentials, and may send the headers it asks for', async () => {
  const backend = await start();
  const preflight = await fetch(`${backend.origin}${responses}`, {
    method: 'OPTIONS',
    headers: { Origin: page, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type,x-csrf-token' },
  });
  expect(preflight.status).toBe(204);
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': 'content-type,x-csrf-token',
    'access-control-allow-methods': expect.stringContaining('POST'),
  });
  const response = await fetch(`${backend.origin}${survey}`, { headers: { Origin: page } });
  expect([response.headers.get('Access-Control-Allow-Origin'), response.headers.get('Vary')]).toEqual([page, 'Origin']);
});

test('an unknown origin is told nothing', async () => {
  const backend = await start();
  const preflight = await fetch(`${backend.origin}${responses}`, {
    method: 'OPTIONS',
    headers: { Origin: 'https://elsewhere.example', 'Access-Control-Request-Method': 'POST' },
  });
  const response = await fetch(`${backend.origin}${survey}`, { headers: { Origin: 'https://elsewhere.example' } });
  expect([
    preflight.status,
    preflight.headers.has('Access-Control-Allow-Origin'),
    response.headers.has('Access-Control-Allow-Origin'),
  ]).toEqual([403, false, false]);
});

test('a refusal can be read by the page too', async () => {
  const backend = await start();
  const response = await post(backend, { Origin: page });
  expect([response.status, response.headers.get('Access-Control-Allow-Origin')]).toEqual([403, page]);
});

test('a write needs the token of its own session', async () => {
  const backend = await start();
  const [mine, yours] = [await signIn(backend), await signIn(backend)];

  const statuses = [
    await post(backend),
    await post(backend, { Cookie: mine['Cookie']! }),
    await post(backend, { 'X-CSRF-Token': mine['X-CSRF-Token']! }),
    await post(backend, { ...mine, 'X-CSRF-Token': yours['X-CSRF-Token']! }),
    await post(backend, mine),
  ].map(({ status }) => status);
  expect(statuses).toEqual([403, 403, 403, 403, 201]);
});

test('a session that is opened again keeps its token', async () => {
  const backend = await start();
  const mine = await signIn(backend);
  const again = await fetch(`${backend.origin}/api/session`, { headers: { Cookie: mine['Cookie']! } });
  expect(await again.json()).toEqual({ csrfToken: mine['X-CSRF-Token'] });
});

test('a bearer needs no CSRF token', async () => {
  const backend = await start();
  expect((await post(backend, { Authorization: 'Bearer aiko' })).status).toBe(201);
});

test('signed out, a request without Authorization gets 401', async () => {
  const backend = await start({ scenario: 'survey:signed-out' });
  expect((await fetch(`${backend.origin}${survey}`)).status).toBe(401);
  expect((await fetch(`${backend.origin}${survey}`, { headers: { Authorization: 'Bearer aiko' } })).status).toBe(200);
});

test('scenarios change while it runs; what was stored stays, and each backend has its own memory', async () => {
  const [one, two] = [await start(), await start()];
  const aiko = { Authorization: 'Bearer aiko' };
  expect((await post(one, aiko)).status).toBe(201);
  one.setScenario('survey', 'error');
  expect((await post(one, aiko)).status).toBe(500);
  one.setScenario('survey', 'happy');

  expect((await post(one, aiko)).status).toBe(409);
  expect((await post(two, aiko)).status).toBe(201);
});

test('offline, the connection just ends', async () => {
  const backend = await start({ scenario: 'survey:offline' });
  await expect(fetch(`${backend.origin}${survey}`)).rejects.toThrow('fetch failed');
});

test.each(['/api/lunch?day=1', '/favicon.ico'])('%s, which no mock knows, is a gap that is seen', async (path) => {
  const lines: string[] = [];
  const backend = await start({ log: (line) => lines.push(line) });
  const response = await fetch(`${backend.origin}${path}`);
  const { pathname } = new URL(path, backend.origin);
  expect([response.status, response.headers.get('Content-Type')]).toEqual([501, 'application/problem+json']);
  expect(await response.json()).toMatchObject({ detail: `No mock answers GET ${pathname}.` });
  expect(lines).toEqual([`GET ${pathname} 501`]);
});

test('a port that is taken is refused', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  await expect(startBackend({ port: (taken.address() as AddressInfo).port, allowOrigins: [] })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
  taken.close();
});
