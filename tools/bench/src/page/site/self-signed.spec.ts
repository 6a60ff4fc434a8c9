import { X509Certificate, createHash } from 'node:crypto';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { selfSigned } from './self-signed.ts';

const now = new Date('2026-11-22T08:30:00Z');

test('the certificate is for this machine, signed by its own key, valid around now', () => {
  const { cert, fingerprint } = selfSigned(now);
  const read = new X509Certificate(cert);
  expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(read.checkHost('localhost')).toBe('localhost');
  expect(read.verify(read.publicKey)).toBe(true);
  expect([read.validFromDate, read.validToDate]).toEqual([new Date('2026-11-21T08:30:00Z'), new Date('2026-11-23T08:30:00Z')]);
  const spki = read.publicKey.export({ type: 'spki', format: 'der' });
  expect(fingerprint).toBe(createHash('sha256').update(spki).digest('base64'));
});

test('two are never the same', () => {
  expect(selfSigned(now).fingerprint).not.toBe(selfSigned(now).fingerprint);
});

test('who trusts it can speak TLS with it', async () => {
  const { key, cert } = selfSigned(new Date());
  const server = createServer({ key, cert }, (socket) => socket.end('hello')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const client: TLSSocket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', ca: cert, servername: 'localhost' });
  const [data] = (await once(client, 'data')) as [Buffer];
  expect([client.authorized, data.toString()]).toEqual([true, 'hello']);
});
