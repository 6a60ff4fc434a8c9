/** A server as from far away: everything takes its time on the line, in each direction, and so does opening a connection. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Listening } from './git-server.ts';

/** @param roundTrip milliseconds; half of it each way, a whole one for opening a connection as TCP does. Nothing is limited but the time. */
export async function startSlowLine(port: number, roundTrip: number): Promise<Listening> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const opened = delay(roundTrip);
    carry(near, far, roundTrip / 2, opened);
    carry(far, near, roundTrip / 2, opened);
    for (const end of [near, far]) {
      open.add(end);
      end.on('error', () => [near, far].forEach((other) => other.destroy()));
      end.on('close', () => open.delete(end));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const end of open) end.destroy();
      }),
  };
}

/** In order, each piece `lag` milliseconds after it came, pieces under way at the same time. */
function carry(from: Socket, to: Socket, lag: number, opened: Promise<void>): void {
  let last = opened;
  const after = (act: () => void): void => {
    const arrived = opened.then(() => delay(lag));
    last = Promise.all([last, arrived]).then(act);
  };
  from.on('data', (piece) => after(() => void (to.destroyed || to.write(piece))));
  from.on('end', () => after(() => void to.end()));
}
