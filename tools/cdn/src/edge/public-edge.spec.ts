import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createPublicEdge } from './public-edge.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that gives one answer after the other, the last one again and again. */
async function start(...answers: Answer[]) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answers[Math.min(asked.length, answers.length) - 1]!(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(stop);
  return {
    asked,
    stop,
    edge: createPublicEdge({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, tries: 3, pause: 1 }),
  };
}

const good: Answer = (_, response) => response.writeHead(200, { 'x-test': 'good' }).end('good');
const failing: Answer = (_, response) => response.writeHead(503).end('busy');
const broken: Answer = (request) => request.socket.destroy();
const cutOff: Answer = (request, response) => {
  response.writeHead(200, { 'content-length': 100 });
  response.write('good', () => request.socket.destroy());
};

test('it asks as a page on another origin, and decodes', async () => {
  const { edge, asked } = await start((_, response) =>
    response.writeHead(200, { 'Content-Encoding': 'br', 'Content-Type': 'text/plain' }).end(brotliCompressSync('hello')),
  );
  const { status, headers, body } = await edge.fetch('/elements/index.json');

  expect(asked[0]).toMatchObject({
    method: 'GET',
    url: '/elements/index.json',
    headers: { origin: 'https://host.example', 'accept-encoding': 'br' },
  });
  expect({ status, type: headers['content-type'], encoding: headers['content-encoding'], body: Buffer.from(body).toString() }).toEqual({
    status: 200,
    type: 'text/plain',
    encoding: 'br',
    body: 'hello',
  });
});

test('without an origin when it is told so, as a classic script is asked for', async () => {
  const { edge, asked } = await start(good);
  await edge.fetch('/elements/index.json', { withOrigin: false });

  expect(asked[0]?.headers).not.toHaveProperty('origin');
});

test.each([
  { accept: 'gzip', encoding: 'gzip', encode: gzipSync },
  { accept: 'identity', encoding: undefined, encode: (text: string) => text },
] as const)('asked for $accept, it takes nothing else', async ({ accept, encoding, encode }) => {
  const { edge, asked } = await start((_, response) =>
    response.writeHead(200, encoding && { 'Content-Encoding': encoding }).end(encode('hello')),
  );
  const { headers, body } = await edge.fetch('/x', { accept });

  expect(asked[0]?.headers['accept-encoding']).toBe(accept);
  expect([headers['content-encoding'], Buffer.from(body).toString()]).toEqual([encoding, 'hello']);
});

test('a redirect is an answer', async () => {
  const { edge, asked } = await start((_, response) => response.writeHead(307, { location: '/elements/v1.0.0/calendar/main.js' }).end());

  expect(await edge.fetch('/elements/stable/calendar/main.js')).toMatchObject({
    status: 307,
    headers: { location: '/elements/v1.0.0/calendar/main.js' },
  });
  expect(asked).toHaveLength(1);
});

test.each([
  { what: 'it fails', before: [failing, failing] },
  { what: 'the connection breaks', before: [broken, broken] },
  { what: 'the body is cut off', before: [cutOff, failing] },
])('$what: it is asked again', async ({ before }) => {
  const { edge, asked } = await start(...before, good);

  expect(await edge.fetch('/x')).toMatchObject({ status: 200, headers: { 'x-test': 'good' } });
  expect(asked).toHaveLength(3);
});

test('it keeps failing: the answer is returned after the last try', async () => {
  const { edge, asked } = await start(failing);

  expect(await edge.fetch('/x')).toMatchObject({ status: 503 });
  expect(asked).toHaveLength(3);
});

test('404 is final at once', async () => {
  const { edge, asked } = await start((_, response) => response.writeHead(404).end());

  expect(await edge.fetch('/x')).toMatchObject({ status: 404 });
  expect(asked).toHaveLength(1);
});

test('nobody listens: it says which URL, and why', async () => {
  const { edge, stop } = await start(good);
  stop();

  await expect(edge.fetch('/x')).rejects.toMatchObject({
    code: 'PT_EDGE_UNREACHABLE',
    facts: { url: `${edge.origin}/x`, tries: 3 },
    cause: { message: 'fetch failed' },
  });
});
