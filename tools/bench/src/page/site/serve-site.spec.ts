import { once } from 'node:events';
import { connect, type ClientHttp2Session } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { selfSigned } from './self-signed.ts';
import { serveCdn, serveHost } from './serve-site.ts';

const certificate = selfSigned(new Date());
const script = '/exact-1/elements/v1.0.0/calendar/main.js';

function client(origin: string): ClientHttp2Session {
  const session = connect(origin, { ca: certificate.cert });
  onTestFinished(() => session.destroy());
  return session;
}

async function get(session: ClientHttp2Session, path: string, headers = {}) {
  const stream = session.request({ ':path': path, ...headers });
  const [answer] = (await once(stream, 'response')) as [Record<string, unknown>];
  return { answer, body: (await buffer(stream)).toString() };
}

test('a script comes with the headers of a version, compressed for who takes that', async () => {
  await using cdn = await serveCdn(certificate);
  cdn.files.set(script, { body: Buffer.from('plain'), compressed: Buffer.from('packed') });
  const session = client(cdn.origin);
  const packed = await get(session, script, { 'accept-encoding': 'gzip, br', origin: 'https://host.example' });
  expect(packed.body).toBe('packed');
  expect(packed.answer).toMatchObject({
    ':status': 200,
    'content-type': 'text/javascript; charset=utf-8',
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    'access-control-allow-origin': '*',
    vary: 'Accept-Encoding',
  });
  const plain = await get(session, script);
  expect([plain.body, plain.answer['content-encoding']]).toEqual(['plain', undefined]);
  expect(cdn.requests).toEqual([script, script]);
});

test('what is not there is missing, and counted', async () => {
  await using cdn = await serveCdn(certificate);
  const { answer } = await get(client(cdn.origin), script);
  expect([answer[':status'], cdn.requests]).toEqual([404, [script]]);
});

test('the host serves its pages and the answers of its API', async () => {
  await using host = await serveHost(certificate, new Map([['/api/files', [{ name: 'a' }]]]));
  host.pages.set('/page', '<p>hello');
  const session = client(host.origin);
  expect((await get(session, '/page')).body).toBe('<p>hello');
  expect(JSON.parse((await get(session, '/api/files?folder=')).body)).toEqual([{ name: 'a' }]);
  expect((await get(session, '/api/other')).answer[':status']).toBe(404);
});
