import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startSlowLine } from './slow-line.ts';

test('a question and its answer cost a round trip, after one for the connection, and arrive whole', async () => {
  const server = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const line = await startSlowLine((server.address() as AddressInfo).port, 60);
  onTestFinished(() => line.close());

  const socket = connect(line.port, '127.0.0.1');
  const begun = performance.now();
  const ask = async (question: string): Promise<readonly [answer: string, ms: number]> => {
    const from = performance.now();
    socket.write(question);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return [answer.toString(), performance.now() - from];
  };
  const first = await ask('one');
  const second = await ask('two');
  socket.end();
  await once(socket, 'close');

  expect([first[0], second[0]]).toEqual(['one', 'two']);
  expect(first[1]).toBeGreaterThanOrEqual(118);
  expect(second[1]).toBeGreaterThanOrEqual(58);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(236);
});
